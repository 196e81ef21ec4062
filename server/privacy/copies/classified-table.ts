import type { StoreId } from "./copy-store.ts";

/**
 * What a column can tell of a person to whoever reads the table alone:
 * `plain` nothing; `employee` somebody who works with Gallra or at the company; `words` what a person wrote, which is kept
 * free of numbers by a check; `pseudonym` a random id that a living key opens; `hashed` a keyed hash; `sealed` bytes that a
 * living key opens; `secret` a key, or what stands for one; `outside` a caller's identifier as it is: no table has one.
 */
export type ColumnKind = "plain" | "employee" | "words" | "pseudonym" | "hashed" | "sealed" | "secret" | "outside";

export interface ClassifiedTable {
  /** With its schema. */
  readonly table: string;
  /** The entry of the copy register it belongs to. */
  readonly store: StoreId;
  readonly columns: ReadonlyMap<string, ColumnKind>;
}

/** Columns of a kind stand in one text, separated by blanks. */
export function table(
  name: string,
  store: StoreId,
  kinds: Readonly<Partial<Record<ColumnKind, string>>>,
): ClassifiedTable {
  const columns = new Map<string, ColumnKind>();
  for (const [kind, names] of Object.entries(kinds) as [ColumnKind, string][])
    for (const column of names.split(" ")) columns.set(column, kind);
  return { table: name, store, columns };
}
