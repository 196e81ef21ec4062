import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { PartyClass, Role } from "../domain/codes.ts";
import type { Day } from "../domain/zoned-time.ts";
import type { SourceCount } from "./hit.ts";

export const PreviewErasureInput = z.strictObject({ selectionId: z.uuid() });
export type PreviewErasureInput = z.infer<typeof PreviewErasureInput>;

export interface ErasurePreview {
  readonly selectionId: string;
  /** The count a person types to confirm. */
  readonly rows: number;
  readonly bySource: readonly SourceCount[];
  /** "person": the identifiers themselves are destroyed; "rows": they live on in the calls that were not chosen. */
  readonly scope: "person" | "rows";
  /** Calls of the same identifiers that stay, when single rows were chosen. */
  readonly rowsStaying: number;
  readonly identifiers: number;
  /** Raw records cut out of their segments. */
  readonly rawRecords: number;
  /** Exports alive that may hold it; each is opened and, where it holds it, destroyed. */
  readonly exportsAlive: number;
  /** Lines no driver understood that are opened and looked through. */
  readonly undefinedLines: number;
  /** Other identifiers of the same person in these calls. They go from these calls in any case. */
  readonly others: readonly OtherIdentifier[];
  readonly copies: {
    /** Copies of the data cluster are dark at once. */
    readonly dataCluster: "at once";
    /** The day from which no copy of the keyring can open it either. */
    readonly keyringUntil: Day;
  };
}

export interface OtherIdentifier {
  readonly role: Role;
  readonly class: PartyClass;
  /** Masked. */
  readonly number: string;
  readonly rowsHere: number;
  /** Calls outside the selection in which it stands too; these go only when asked for. */
  readonly rowsElsewhere: number;
}

/** What an erasure of this selection would do, store by store. Changes nothing. */
export async function previewErasure(ctx: CompanyContext, input: PreviewErasureInput): Promise<ErasurePreview> {
  authoriseCompany(ctx, "data.erase");
  PreviewErasureInput.parse(input);
  throw new AppError("unavailable", "Erasure is not there yet.");
}
