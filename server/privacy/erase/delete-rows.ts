import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, nameOf, partyBit, ROLES } from "../../domain/codes.ts";
import { uuidText } from "../../domain/uuid.ts";
import { liveSlices, openIntent } from "../../keyring/index.ts";
import {
  callsNow,
  deletePartyRows,
  type PartyHit,
  type PartyRef,
  partiesOfRecords,
  raiseFence,
  searchParties,
} from "../../store/index.ts";
import { daysOfCalls, makeProbes, PARTY_CLASSES, type PersonProbe } from "../seek/probes.ts";
import { chosenCalls } from "./chosen-calls.ts";
import { cutRaw } from "./cut-raw.ts";
import { type Deleted, type Division, type ErasureWork, hexBytes, inCompany, note, partsOf } from "./erasure-work.ts";
import { type OpenedRow, openRows, partyClassOf, rowKey, samePerson } from "./gather.ts";
import { heldRows, mayHold } from "./holds.ts";
import type { ErasurePlan } from "./plan.ts";
import { type Meant, moveStaying } from "./staying.ts";

/** So many calls a transaction: ingest waits for the fence that long, about half a second. */
const RECORDS_AT_ONCE = 2_500;

/**
 * Deletes every row that points at the subjects of the plan, with the raw of those calls; rows that are not meant or stand
 * under a hold get another id first. Each round is a transaction behind a fence raised in it: what is found is what is there,
 * and a killed round is simply made again. Answers what went.
 */
export async function deleteRows(
  work: ErasureWork,
  plan: ErasurePlan,
  kept: readonly number[],
  selectionId: string | null,
  sofar: Deleted,
): Promise<Deleted> {
  const { whole, divisions } = partsOf(plan, kept);
  await letStay(work, plan, divisions, selectionId);
  const all = new Map([...whole, ...divisions.map((one) => [one.old, one.class] as const)]);
  const people = [...all].map(([id, cls]) => ({ subjectId: hexBytes(id), class: partyClassOf(cls) }));
  let deleted = sofar;
  for (;;) {
    work.signal?.throwIfAborted();
    const round = await inCompany(work, async (tx) => {
      await raiseFence(tx, work.company.id);
      const { probes } = await makeProbes(work, people);
      const hits = await searchParties(tx, work.company.id, probes, { limit: RECORDS_AT_ONCE });
      if (hits.length === 0) return null;
      const rows = await rowsAround(tx, work, hits, probes, divisions.length > 0);
      const own = rows.filter((row) => row.subject !== null && all.has(row.subject));
      const went = await deleteTogether(tx, work, own, rows, all, deleted);
      await note(tx, work, "deleting", { progress: went.calls, detail: { deleted: went } });
      return went;
    });
    if (round === null) return deleted;
    if (round.parties === deleted.parties) throw new Error("rows were found that could not be deleted");
    deleted = round;
  }
}

/** One transaction for everybody who is divided, since readers find what stays by the new id only. */
async function letStay(
  work: ErasureWork,
  plan: ErasurePlan,
  divisions: readonly Division[],
  selectionId: string | null,
): Promise<void> {
  if (divisions.length === 0) return;
  await inCompany(work, async (tx) => {
    await raiseFence(tx, work.company.id);
    const meantFor = await meantBy(tx, work, plan, selectionId);
    for (const one of divisions) await moveStaying(tx, work, one, meantFor(one.old));
  });
}

/** Which calls of a subject are meant: those chosen, those a hold had kept, or all. */
export async function meantBy(
  tx: Tx,
  work: ErasureWork,
  plan: ErasurePlan,
  selectionId: string | null,
): Promise<(subject: string) => Meant> {
  const chosen = new Set(plan.divide.flatMap((one) => [one.old, one.new]));
  const now = async (ids: readonly string[]) => new Set(await callsNow(tx, work.company.id, ids));
  const kept = plan.chosen === undefined ? null : await now(plan.chosen);
  const selected = chosen.size === 0 ? null : (kept ?? (await chosenCalls(tx, work.company, selectionId)));
  const only = plan.only === undefined ? null : await now(plan.only);
  return (subject) => (chosen.has(subject) ? selected : only);
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
  planned: ReadonlyMap<string, number>,
  sofar: Deleted,
): Promise<Deleted> {
  const chosen = new Set(own);
  const beside = samePerson(
    own,
    rows.filter((row) => !chosen.has(row)),
  ).filter((row) => isSingle(row) || (row.subject !== null && planned.has(row.subject)));
  const held = beside.length > 0 && (await mayHold(tx, work)) ? await heldRows(tx, work, beside) : null;
  const others = held === null ? beside : beside.filter((row) => !held.has(rowKey(row)));
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

function refOf(row: OpenedRow): PartyRef {
  return { day: row.expiresOn, pseudonym: row.pseudonym, recordId: row.recordId };
}

/** Whether any row points at a subject, for one that got a new id and may have kept nothing. */
export async function hasRows(work: ErasureWork, id: string, cls: number): Promise<boolean> {
  const { probes } = await makeProbes(work, [{ subjectId: hexBytes(id), class: partyClassOf(cls) }]);
  const hits = await inCompany(work, (tx) => searchParties(tx, work.company.id, probes, { limit: 1 }));
  return hits.length > 0;
}
