import { CLASSIFIED, CLASSIFIED_FILES } from "../../privacy/copies/classified.ts";
import type { CopyStore, Form, Horizon, Means, StoreId } from "../../privacy/copies/copy-store.ts";
import { COPY_REGISTER } from "../../privacy/copies/register.ts";

/** A store as the page of copies tells it: where it is, how a request reaches it, and what stands there now. */
export interface StoreView {
  readonly id: StoreId;
  readonly at: CopyStore["at"];
  readonly form: Form;
  readonly describe: string;
  /** Tables of both clusters and names in the home. */
  readonly places: readonly string[];
  readonly find: Means;
  readonly export: Means;
  readonly erase: Means;
  readonly horizon: Horizon;
  /** Counts of this company; null where a store is the whole installation's, or is not counted. */
  readonly held: number | null;
  /** The day of the oldest; null where nothing stands or no row knows. */
  readonly oldest: string | null;
  /** The last day on which something that stands there now can be read. */
  readonly until: string | null;
  /** Past its own end by more than a day. */
  readonly overdue: number;
}

export type Measured = Pick<StoreView, "held" | "oldest" | "until" | "overdue">;

/** Of a store that has no gauge, and for the whole installation. */
export const UNMEASURED: Measured = { held: null, oldest: null, until: null, overdue: 0 };

export function storeViews(measured: ReadonlyMap<StoreId, Measured>): StoreView[] {
  return COPY_REGISTER.map(({ id, at, form, describe, find, export: exported, erase, horizon }) => ({
    ...{ id, at, form, describe, find, export: exported, erase, horizon, places: placesOf(id) },
    ...(measured.get(id) ?? UNMEASURED),
  }));
}

function placesOf(id: StoreId): string[] {
  const tables = [...CLASSIFIED.data, ...CLASSIFIED.keyring].filter(({ store }) => store === id);
  const names = CLASSIFIED_FILES.filter(({ store }) => store === id).flatMap(({ name }) => namesOf(name));
  return [...new Set([...tables.map(({ table }) => table), ...names])];
}

/** `^(secrets|tls)$` names two. */
function namesOf(pattern: RegExp): string[] {
  const [, plain] = /^\^\(?([a-z-|]+)\)?\$$/.exec(pattern.source) ?? [];
  return plain === undefined ? [] : plain.split("|").map((name) => `${name}/`);
}
