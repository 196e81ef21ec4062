import type { FileIdentity } from "./fingerprint.ts";

/** A delivery of this source and how far it is safe. `at` and `base` are places in the file, not in the delivery. */
export interface Delivery {
  readonly id: string;
  readonly base: number;
  at: number;
  identity: FileIdentity | null;
  /** Nothing follows under this delivery: its last line was taken without a line feed. */
  done: boolean;
  /** The file that is read as this delivery now. */
  boundTo: string | null;
}
