/** What is wrong with an entry. */
export type FaultKind =
  /** Something in it was changed. */
  | "edited"
  /** The entry of this number is gone. */
  | "deleted"
  /** It was put in. */
  | "inserted"
  /** It stands in the place of another one. */
  | "swapped"
  /** The end is gone from this number on, although a head kept elsewhere knows it. */
  | "truncated"
  /** The chain is whole in itself, but another one than was signed: changed after `after`, and up to this entry. */
  | "rewritten"
  /** What the chain is said to begin with is not signed by this installation. */
  | "unsigned";

export interface Fault {
  readonly kind: FaultKind;
  /** The first entry that is wrong. */
  readonly seq: number;
  /** The last one that was known to be right; entries up to it are untouched. */
  readonly after: number;
}

export interface ChainVerdict {
  readonly ok: boolean;
  /** Entries that are right, from the first on. */
  readonly rows: number;
  /** The number of the first entry there is; earlier ones went by rule. */
  readonly first: number;
  /** The last entry that is right. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** Signed heads that were compared, and the newest of them. */
  readonly heads: number;
  readonly lastHead: { readonly seq: number; readonly day: string } | null;
  readonly problem: Fault | null;
}
