import type { Tx } from "#db/clients.ts";
import { companyDoor } from "../company-door.ts";
import type { Keyring } from "../keyring.ts";
import { inTurn, type Rekeying } from "./rekeying.ts";
import { resealSubjects, type SubjectRow } from "./reseal.ts";

/**
 * Copies the subjects of a company to the next keys, from the mark on, while the company goes on being read and written. One
 * batch is read while the one before it is sealed and written. What changes meanwhile is on the list of changes.
 */
export async function copySubjects(k: Keyring, work: Rekeying, from: string): Promise<void> {
  const sql = companyDoor(k, work.companyId, "keeper", "owner");
  const read = (after: string) =>
    sql<SubjectRow[]>`
      select replace(id::text, '-', '') as id, class, sealed, hashed, forms
      from keyring.rekey_read(${work.companyId}, ${after}::text::uuid, ${AT_ONCE})`;
  let reading = read(from);
  for (;;) {
    const rows = await reading;
    const last = rows.at(-1);
    if (last === undefined) return;
    reading = read(last.id);
    reading.catch(() => undefined);
    await inTurn(k, work, (tx) => put(tx, work, rows, last.id));
    work.copied?.(rows.length);
  }
}

/** Copies what changed since, until little is left. Everything that was on the list when it began has been copied then. */
export async function catchUp(k: Keyring, work: Rekeying, few: number): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const taken = await inTurn(k, work, (tx) => takeChanges(tx, work, AT_ONCE));
    if (taken <= few) return;
  }
}

/** One batch of changes; gives how many were on the list. Zero when it is empty. */
export async function takeChanges(tx: Tx, work: Rekeying, most: number): Promise<number> {
  const rows = await tx<(SubjectRow & { taken: number; id: string | null })[]>`
    select taken, replace(id::text, '-', '') as id, class, sealed, hashed, forms from keyring.rekey_changes(${work.companyId}, ${most})`;
  const there = rows.filter((row) => row.id !== null);
  if (there.length > 0) await put(tx, work, there, null);
  return rows[0]?.taken ?? 0;
}

async function put(tx: Tx, work: Rekeying, rows: readonly SubjectRow[], mark: string | null): Promise<void> {
  const made = resealSubjects(work, rows);
  await tx`
    select keyring.rekey_put(${work.companyId}, ${work.next.generation}, ${mark}::text::uuid, ${made.ids}::text::uuid[],
      ${made.lookups}::text::uuid[], ${made.digits}::text::uuid[], ${made.national}::text::uuid[], ${made.last8}::text::uuid[],
      ${made.elsewhere}::text::uuid[], ${made.sealed}::text::text[])`;
}

/** About thirty milliseconds of sealing, during which this process does nothing else. */
const AT_ONCE = 1_000;
/** Changes come faster than they are copied: then the last step copies the rest. */
const MOST_ROUNDS = 10_000;
