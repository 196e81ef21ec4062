import type { LayoutDraft } from "./layout-draft.ts";

/** What every part of the form works on. */
export interface FormPart {
  readonly draft: LayoutDraft;
  readonly change: (draft: LayoutDraft) => void;
  /** What stands in each field in the sample. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}
