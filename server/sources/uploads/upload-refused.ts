import type { SourceProblem } from "../problem.ts";

/** Why something of a peer was not taken, and what a person is told to do about it. Never the name of a file: some PBXs write numbers into it. */
export const REFUSALS = {
  compressed: "files-compressed",
  name: "files-misnamed",
  /** It waited for a name that fits, and never got it. */
  unnamed: "files-misnamed",
  "too-large": "file-too-large",
  /** Over what was sent before, into its middle, or behind a file that is taken. */
  place: "files-rewritten",
  "at-once": "too-many-at-once",
  /** The peer asks for active transfers, or for files without TLS. */
  way: "transfer-way-wrong",
  algorithms: "algorithms-old",
} as const satisfies Record<string, SourceProblem>;
export type Refusal = keyof typeof REFUSALS;

/** What the peer is told of, and may do something about: nothing of the file is stored. */
export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
  /** null: said before, or no fault that a person could mend. */
  readonly why: Refusal | null;

  constructor(text: string, why: Refusal | null) {
    super(text);
    this.why = why;
  }
}
