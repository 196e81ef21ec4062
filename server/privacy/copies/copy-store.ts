/** Every store in which something of a person can stand, in the order in which it is told. */
export const STORE_IDS = [
  "subjects",
  "parties",
  "calls",
  "raw",
  "undefined",
  "inbox",
  "dropped-files",
  "selections",
  "exports",
  "endpoints",
  "watermarks",
  "private-numbers",
  "intents",
  "erasures",
  "certificates",
  "cases",
  "audit",
  "saved-views",
  "accounts",
  "sessions",
  "settings",
  "operations",
  "queue",
  "logs",
  "ledger",
  "keys",
  "keyring-disk",
  "cluster-files",
  "figures",
  "bundles",
  "backups",
] as const;
export type StoreId = (typeof STORE_IDS)[number];

/** How a caller's identifier can stand in a store; `never` where the store by design holds none. */
export type Form = "sealed" | "pseudonym" | "hash" | "plain" | "never";

/**
 * How a request about a person reaches a store.
 * `looked-through`: opened row by row or file by file, for this person (`find` of DAT-11: the re-search drives it).
 * `done`: a step of its own does it, `step` is where: "file#function" of this room; a test finds it there, and that the erasure
 * or the export loads it. `with`: it goes with another store, or is nothing without it. `by-itself`: nobody
 * reaches in, it ends by its horizon. `not-here`: what is meant does not stand here; `checked` says what proves it.
 * `not-ours`: it lies in other hands, and is named instead.
 */
export type Means =
  | { readonly by: "looked-through" | "by-itself" | "not-ours" }
  | { readonly by: "done"; readonly step: string }
  | { readonly by: "with"; readonly store: StoreId }
  | { readonly by: "not-here"; readonly checked: string };

/** How old the oldest is and how much there is: measured for each company (`GAUGES` of maintenance), or why it is not. */
export type Oldest = { readonly by: "measured" } | { readonly by: "not-measured"; readonly why: string };

/**
 * Until when something can stand in a store at the latest.
 * `rule` the company's rule for its class; `own-end` an end each row carries, at most `days` ahead; `days` after it was
 * written; `work` until the work it belongs to is done, at most `days`; `kept` until somebody removes it: proof and settings;
 * `operator` B days after the next generation of the keyring, what the operator copies by own means.
 */
export type Horizon =
  | { readonly by: "rule" | "kept" | "operator" }
  | { readonly by: "own-end" | "days" | "work"; readonly days: number };

export interface CopyStore {
  readonly id: StoreId;
  /** Where it stands: a cluster, the home, or nowhere of ours. Tables and files are told by `classified.ts`. */
  readonly at: "data" | "keyring" | "home" | "outside";
  readonly form: Form;
  readonly find: Means;
  readonly export: Means;
  readonly erase: Means;
  readonly oldest: Oldest;
  readonly horizon: Horizon;
  /** What it holds, in one sentence for the command line; the portal says it in the reader's language. */
  readonly describe: string;
  /** Where the nightly canary does not come to stand although something of a person can: why. */
  readonly noCanary?: string;
}

/** The stores a re-search opens and looks through: each has a finder there, or it does not compile. */
export type LookedThroughId = (typeof LOOKED_THROUGH)[number];
export const LOOKED_THROUGH = [
  "subjects",
  "parties",
  "raw",
  "undefined",
  "inbox",
  "selections",
  "exports",
  "watermarks",
  "private-numbers",
  "audit",
  "queue",
  "logs",
] as const satisfies readonly StoreId[];

/** The stores that are counted for a company: each has a gauge, or it does not compile. */
export type MeasuredId = (typeof MEASURED)[number];
export const MEASURED = [
  "subjects",
  "parties",
  "calls",
  "raw",
  "undefined",
  "inbox",
  "selections",
  "exports",
  "endpoints",
  "watermarks",
  "private-numbers",
  "intents",
  "erasures",
  "certificates",
  "cases",
  "audit",
  "saved-views",
  "accounts",
  "sessions",
  "settings",
  "operations",
  "keys",
  "figures",
] as const satisfies readonly StoreId[];

/** The stores in which the nightly canary comes to stand: each has a probe there, or it does not compile. */
export type CanaryStoreId = (typeof CANARY_STORES)[number];
export const CANARY_STORES = [
  "inbox",
  "subjects",
  "parties",
  "raw",
  "undefined",
  "selections",
  "exports",
  "audit",
  "erasures",
  "intents",
  "watermarks",
] as const satisfies readonly StoreId[];
