import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { uuidText } from "../../domain/uuid.ts";
import { pseudonymise } from "../../keyring/index.ts";
import { partiesOfRecords, replaceParties, searchParties } from "../../store/index.ts";
import { renameInRaw } from "../cases/raw-names.ts";
import { makeProbes } from "../seek/probes.ts";
import { type Division, type ErasureWork, type HeldCount, hexBytes, inCompany } from "./erasure-work.ts";
import { type OpenedRow, openRows, partyClassOf, rowKey } from "./gather.ts";
import { heldRows, mayHold } from "./holds.ts";
import type { ErasurePlan } from "./plan.ts";

type Place = Pick<CompanyContext, "keyring" | "company" | "clock">;

const RECORDS_AT_ONCE = 2_500;

/** Every row that points at these subjects (class by id), some thousands at a time, the newest first. */
export async function* eachRowOf(
  tx: Tx,
  place: Place,
  subjects: ReadonlyMap<string, number>,
): AsyncGenerator<OpenedRow[]> {
  const people = [...subjects].map(([id, cls]) => ({ subjectId: hexBytes(id), class: partyClassOf(cls) }));
  const { probes } = await makeProbes(place, people);
  for (let before: string | undefined; ; ) {
    const page = { limit: RECORDS_AT_ONCE, ...(before === undefined ? {} : { before }) };
    const hits = await searchParties(tx, place.company.id, probes, page);
    const last = hits.at(-1);
    if (last === undefined) return;
    const records = [...new Set(hits.map((hit) => hit.recordId))];
    const days = [...new Set(hits.map((hit) => hit.expiresOn))];
    const rows = await openRows(place, await partiesOfRecords(tx, place.company.id, records, days));
    yield rows.filter((row) => row.subject !== null && subjects.has(row.subject));
    before = last.recordId;
  }
}

/** Places in the plan's `destroy` of whom a hold keeps something. */
export async function keptByHolds(work: ErasureWork, plan: ErasurePlan): Promise<number[]> {
  // What is left of an erasure is always divided: later calls of the same person stay.
  if (plan.only !== undefined) return plan.destroy.map((_, place) => place);
  return inCompany(work, async (tx) => {
    if (plan.destroy.length === 0 || !(await mayHold(tx, work))) return [];
    const kept = new Set<string>();
    for await (const rows of eachRowOf(tx, work, new Map(plan.destroy.map((one) => [one.id, one.class])))) {
      const held = await heldRows(tx, work, rows);
      for (const row of rows) if (row.subject !== null && held.has(rowKey(row))) kept.add(row.subject);
    }
    return plan.destroy.flatMap((one, place) => (kept.has(one.id) ? [place] : []));
  });
}

/** The calls of a divided subject that are to go; null means all. */
export type Meant = ReadonlySet<string> | null;

/**
 * Behind the raised fence: rows of a divided subject that are not meant, or are held, get the new id. What is left under the
 * old one goes. Repeated after a kill it finds nothing more to move.
 */
export async function moveStaying(tx: Tx, work: ErasureWork, division: Division, meant: Meant): Promise<void> {
  const holds = await mayHold(tx, work);
  for await (const rows of eachRowOf(tx, work, new Map([[division.old, division.class]]))) {
    const held = holds ? await heldRows(tx, work, rows) : new Map<string, never>();
    const staying = rows.filter((row) => (meant !== null && !meant.has(row.recordId)) || held.has(rowKey(row)));
    if (staying.length === 0) continue;
    const fresh = hexBytes(division.new);
    const pseudonyms = new Map<number, string>();
    for (const { sliceId } of staying) {
      if (pseudonyms.has(sliceId)) continue;
      const packed = await pseudonymise(work.keyring, work.company.id, sliceId, fresh);
      pseudonyms.set(sliceId, uuidText(packed));
    }
    // The person may stand twice in one call: one move takes both rows.
    const moves = new Map(
      staying.map((row) => [
        `${row.expiresOn} ${row.pseudonym} ${row.recordId}`,
        {
          day: row.expiresOn,
          pseudonym: row.pseudonym,
          recordId: row.recordId,
          newDay: row.expiresOn,
          newSliceId: row.sliceId,
          newPseudonym: pseudonyms.get(row.sliceId) ?? "",
        },
      ]),
    );
    const kept = staying.filter((row) => held.has(rowKey(row))).map((row) => row.recordId);
    if (kept.length > 0) await renameInRaw(tx, work, kept, { old: hexBytes(division.old), fresh });
    const moved = await replaceParties(tx, work.company.id, [...moves.values()]);
    if (moved === 0) throw new Error("rows were found that could not be moved");
  }
}

export interface StillHeld {
  readonly counts: readonly HeldCount[];
  readonly records: ReadonlySet<string>;
  readonly subjects: ReadonlySet<string>;
}

/** What of these subjects stands under a hold now, by its kind; and the calls in which it does. */
export async function countHeld(
  tx: Tx,
  place: Place,
  subjects: ReadonlyMap<string, number>,
  meantFor: (subject: string) => Meant,
): Promise<StillHeld> {
  const held: HeldSoFar = { byKind: new Map(), subjects: new Set() };
  if (subjects.size > 0 && (await mayHold(tx, place))) {
    for await (const rows of eachRowOf(tx, place, subjects)) {
      const mine = rows.filter((row) => meantFor(row.subject ?? "")?.has(row.recordId) !== false);
      await addHeld(tx, place, mine, held);
    }
  }
  return {
    counts: countsOf(held),
    records: new Set([...held.byKind.values()].flatMap(({ calls }) => [...calls])),
    subjects: held.subjects,
  };
}

/** The same of rows that were read already. */
export async function heldAmong(tx: Tx, place: Place, rows: readonly OpenedRow[]): Promise<HeldCount[]> {
  const held: HeldSoFar = { byKind: new Map(), subjects: new Set() };
  if (rows.length > 0 && (await mayHold(tx, place))) await addHeld(tx, place, rows, held);
  return countsOf(held);
}

interface HeldSoFar {
  readonly byKind: Map<HeldCount["kind"], { calls: Set<string>; rows: number; until: string | null }>;
  readonly subjects: Set<string>;
}

async function addHeld(tx: Tx, place: Place, rows: readonly OpenedRow[], sofar: HeldSoFar): Promise<void> {
  const held = await heldRows(tx, place, rows);
  for (const row of rows) {
    const why = held.get(rowKey(row));
    if (why === undefined) continue;
    if (row.subject !== null) sofar.subjects.add(row.subject);
    const known = sofar.byKind.get(why.kind) ?? { calls: new Set<string>(), rows: 0, until: why.until };
    known.calls.add(row.recordId);
    known.rows++;
    // The last of them to end counts, and an open end is later than any day.
    if (known.until !== null && (why.until === null || why.until > known.until)) known.until = why.until;
    sofar.byKind.set(why.kind, known);
  }
}

function countsOf({ byKind }: HeldSoFar): HeldCount[] {
  return [...byKind].map(([kind, { calls, rows, until }]) => ({ kind, calls: calls.size, rows, until }));
}
