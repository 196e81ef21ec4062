import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, nameOf, partyBit, ROLES } from "../../domain/codes.ts";
import { uuidText } from "../../domain/uuid.ts";
import { liveSlices, openIntent, pseudonymise } from "../../keyring/index.ts";
import {
  deletePartyRows,
  type PartyHit,
  type PartyRef,
  partiesOfRecords,
  raiseFence,
  replaceParties,
  searchParties,
} from "../../store/index.ts";
import { daysOfCalls, makeProbes, PARTY_CLASSES, type PersonProbe } from "../seek/probes.ts";
import { partyClassOf } from "../preview-erasure.ts";
import { cutRaw } from "./cut-raw.ts";
import { type Deleted, type ErasureWork, hexBytes, inCompany, note, subjectsOf } from "./erasure-work.ts";
import { gather, type OpenedRow, openRows, samePerson } from "./gather.ts";
import type { ErasurePlan } from "./plan.ts";

/** So many calls a transaction: ingest waits for the fence that long, about half a second. */
const RECORDS_AT_ONCE = 2_500;

/**
 * Deletes every row that points at the subjects of the plan, with the raw of those calls. Each round is a transaction behind
 * a fence raised in it: what is found is what is there, and a killed round is simply made again. Answers what went.
 */
export async function deleteRows(
  work: ErasureWork,
  plan: ErasurePlan,
  selectionId: string | null,
  sofar: Deleted,
): Promise<Deleted> {
  let deleted = sofar;
  if (plan.divide.length > 0) deleted = await divideRows(work, plan, selectionId, deleted);
  const { all, part } = subjectsOf(plan);
  const planned = new Set([...all.keys(), ...part.keys()]);
  const people = [...all].map(([id, cls]) => ({ subjectId: hexBytes(id), class: partyClassOf(cls) }));
  for (;;) {
    work.signal?.throwIfAborted();
    const round = await inCompany(work, async (tx) => {
      await raiseFence(tx, work.company.id);
      const { probes } = await makeProbes(work, people);
      const hits = await searchParties(tx, work.company.id, probes, { limit: RECORDS_AT_ONCE });
      if (hits.length === 0) return null;
      const rows = await rowsAround(tx, work, hits, probes, plan.divide.length > 0);
      const own = rows.filter((row) => row.subject !== null && all.has(row.subject));
      const went = await deleteTogether(tx, work, own, rows, planned, deleted);
      await note(tx, work, "deleting", { progress: went.calls, detail: { deleted: went } });
      return went;
    });
    if (round === null) return deleted;
    if (round.parties === deleted.parties) throw new Error("rows were found that could not be deleted");
    deleted = round;
  }
}

/**
 * The rows found, and everybody else in their calls where the same person can have another row there. A call says itself
 * which classes each role has; most hold one number a role, and then there is nothing to look for.
 */
async function rowsAround(
  tx: Tx,
  work: ErasureWork,
  hits: readonly PartyHit[],
  probes: readonly PersonProbe[],
  divides: boolean,
): Promise<OpenedRow[]> {
  const crowded = hits.filter((hit) => divides || hasOthers(hit));
  const bySlice = new Map<number, PersonProbe[]>();
  for (const probe of probes) bySlice.set(probe.sliceId, [...(bySlice.get(probe.sliceId) ?? []), probe]);
  const around = new Set(crowded.map((hit) => hit.recordId));
  const rows: OpenedRow[] = [];
  for (const hit of hits) {
    const [probe, second] = bySlice.get(hit.sliceId) ?? [];
    // Of several people of one slice a hit does not tell which: the row itself does, once opened.
    if (probe === undefined || second !== undefined) around.add(hit.recordId);
    else if (!around.has(hit.recordId)) rows.push(foundRow(hit, probe));
  }
  if (around.size === 0) return rows;
  const slices = await liveSlices(work.keyring, work.company.id, { classes: PARTY_CLASSES });
  const asked = hits.filter((hit) => around.has(hit.recordId));
  const parties = await partiesOfRecords(tx, work.company.id, [...around], daysOfCalls(slices, asked));
  return [...rows.filter((row) => !around.has(row.recordId)), ...(await openRows(work, parties))];
}

/** Whether the same role may have another row: names and truncated numbers stand beside, and old facts tell nothing. */
function hasOthers(hit: PartyHit): boolean {
  if (hit.startedAt === null || isSingle(hit)) return true;
  const role = nameOf(ROLES, hit.role);
  return role === undefined || (hit.parties & (partyBit(role, "ssn_truncated") | partyBit(role, "name"))) !== 0;
}

function foundRow(hit: PartyHit, probe: PersonProbe): OpenedRow {
  const { recordId, expiresOn, sliceId, role, class: cls, product } = hit;
  const subject = probe.person.subjectId.toString("hex");
  return { recordId, expiresOn, sliceId, pseudonym: uuidText(probe.pseudonym), role, class: cls, product, subject };
}

/** Rows of a person, the same person's other rows in the same calls, and the raw of those calls. */
async function deleteTogether(
  tx: Tx,
  work: ErasureWork,
  own: readonly OpenedRow[],
  rows: readonly OpenedRow[],
  planned: ReadonlySet<string>,
  sofar: Deleted,
): Promise<Deleted> {
  const chosen = new Set(own);
  const others = samePerson(
    own,
    rows.filter((row) => !chosen.has(row)),
  ).filter((row) => isSingle(row) || (row.subject !== null && planned.has(row.subject)));
  // Subjects of one record alone go with it; they are named in the intent before their rows are gone. Others that nobody
  // has seen in the preview stay.
  const single = others
    .filter((row) => row.subject !== null && isSingle(row))
    .map((row) => hexBytes(row.subject ?? ""));
  if (single.length > 0) {
    await openIntent(work.keyring, work.company.id, {
      intentId: work.erasureId,
      subjectIds: single,
      watermarks: [],
      before: work.clock(),
      until: "2000-01-01",
    });
  }
  const gone = await deletePartyRows(tx, work.company.id, [...own, ...others].map(refOf));
  const raw = await cutRaw(tx, work, gone);
  const calls = new Set(gone.map((row) => row.recordId)).size;
  return {
    ...sofar,
    calls: sofar.calls + calls,
    parties: sofar.parties + gone.length,
    rawRecords: sofar.rawRecords + raw,
  };
}

/** Truncated numbers and names have one subject a record. */
function isSingle(row: { readonly class: number }): boolean {
  return row.class === DATA_CLASSES.ssn_truncated || row.class === DATA_CLASSES.name;
}

/** The rows of the selection go; every other row of the same subjects gets the new id. One transaction, since readers find by the new id only. */
async function divideRows(
  work: ErasureWork,
  plan: ErasurePlan,
  selectionId: string | null,
  sofar: Deleted,
): Promise<Deleted> {
  const { all, part } = subjectsOf(plan);
  const planned = new Set([...all.keys(), ...part.keys()]);
  return inCompany(work, async (tx) => {
    await raiseFence(tx, work.company.id);
    let deleted = sofar;
    if (selectionId !== null) {
      const { selected, beside } = await gather(tx, work, selectionId);
      const goes = (row: OpenedRow) => row.subject !== null && (part.has(row.subject) || all.has(row.subject));
      const own = [...selected.filter(goes), ...samePerson(selected, beside).filter(goes)];
      if (own.length > 0) deleted = await deleteTogether(tx, work, own, [...selected, ...beside], planned, deleted);
    }
    for (const [old, { new: fresh, class: cls }] of part) await moveRows(tx, work, old, fresh, cls);
    await note(tx, work, "deleting", { progress: deleted.calls, detail: { deleted } });
    return deleted;
  });
}

async function moveRows(tx: Tx, work: ErasureWork, old: string, fresh: string, cls: number): Promise<void> {
  for (;;) {
    const { probes } = await makeProbes(work, [{ subjectId: hexBytes(old), class: partyClassOf(cls) }]);
    const hits = await searchParties(tx, work.company.id, probes, { limit: RECORDS_AT_ONCE });
    if (hits.length === 0) return;
    const bySlice = new Map(probes.map((probe) => [probe.sliceId, uuidText(probe.pseudonym)]));
    const moves = await Promise.all(
      hits.map(async (hit) => ({
        day: hit.expiresOn,
        pseudonym: bySlice.get(hit.sliceId) ?? "",
        recordId: hit.recordId,
        newDay: hit.expiresOn,
        newSliceId: hit.sliceId,
        newPseudonym: uuidText(await pseudonymise(work.keyring, work.company.id, hit.sliceId, hexBytes(fresh))),
      })),
    );
    // The person may stand twice in one call: one move takes both rows.
    const once = new Map(moves.map((move) => [`${move.day} ${move.pseudonym} ${move.recordId}`, move]));
    const moved = await replaceParties(tx, work.company.id, [...once.values()]);
    if (moved === 0) throw new Error("rows were found that could not be moved");
  }
}

function refOf(row: OpenedRow): PartyRef {
  return { day: row.expiresOn, pseudonym: row.pseudonym, recordId: row.recordId };
}

/** Whether any row points at a subject, for one that got a new id and may have kept nothing. */
export async function hasRows(work: ErasureWork, id: string, cls: number): Promise<boolean> {
  const { probes } = await makeProbes(work, [{ subjectId: hexBytes(id), class: partyClassOf(cls) }]);
  const hits = await inCompany(work, (tx) => searchParties(tx, work.company.id, probes, { limit: 1 }));
  return hits.length > 0;
}
