import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../../domain/codes.ts";
import { expiresOn } from "../../domain/retention.ts";
import { uuidText } from "../../domain/uuid.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { extendKeptSubjects, extendSubjects, liveSlices, pseudonymise, type Slice } from "../../keyring/index.ts";
import {
  CALL_STATES,
  caseSlices,
  lastingCases,
  type PartyMove,
  partiesOfRecords,
  raiseFence,
  replaceParties,
  setCallState,
  staysIn,
} from "../../store/index.ts";
import { type OpenedRow, openRows } from "../erase/gather.ts";
import { companyRules } from "../retention/company-rules.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import { carryRaw } from "./carry-raw.ts";
import { type CaseWork, type Keeping, laterOf, slicesOfCase, specKey } from "./slices-of-case.ts";
import { caseExpiry } from "./grounds.ts";

/** So many calls a transaction: ingest waits for the fence that long. */
export const CALLS_AT_ONCE = 200;

/**
 * Everybody in these calls and their raw go to slices of the case, whose end no rule reaches: one transaction a piece, behind the raised
 * fence, so that a row stands in its old slice or in the new one and never between. The new slices and the longer lives of
 * the subjects are in the keyring before: killed there, nothing has moved and the work is simply done again. A row whose key
 * has ended, or whose person is being erased before any case kept it, is not brought back: a call without any other is missed.
 */
export async function carryCalls(work: CaseWork, keeping: Keeping, recordIds: readonly string[]): Promise<void> {
  for (let at = 0; at < recordIds.length; at += CALLS_AT_ONCE) {
    const part = recordIds.slice(at, at + CALLS_AT_ONCE);
    await withCompany(door(work, "web"), work.company.id, (tx) => carryPart(tx, work, keeping, part));
  }
}

interface Place {
  readonly slice: Slice;
  readonly row: OpenedRow;
  readonly end: Day;
}

async function carryPart(tx: Tx, work: CaseWork, keeping: Keeping, recordIds: readonly string[]): Promise<void> {
  const { keyring, company } = work;
  // Lifted or cancelled meanwhile: what is carried then would be given back by nobody.
  if (!(await staysIn(tx, company.id, keeping.id, ["making", "changing", "active"]))) return;
  await raiseFence(tx, company.id);
  const living = await liveSlices(keyring, company.id, { classes: PARTY_CLASSES });
  const ofCases = await caseSlices(tx, company.id);
  const owners = new Map(ofCases.map((one) => [one.sliceId, one.caseId]));
  const ends = await endsFor(tx, work, keeping);
  const today = dayIn(company.timeZone, work.clock());
  // One that is being lifted gives its rows back: it hands on only what was there when it began.
  const lasting = await lastingCases(tx, company.id, [...new Set(owners.values())], today);
  const slices = new Map(living.map((slice) => [slice.id, slice]));
  const kept = new Set<string>();
  const leave: Place[] = [];
  for (const row of await openRows(work, await partiesOfRecords(tx, company.id, recordIds))) {
    const slice = slices.get(row.sliceId);
    if (slice === undefined || row.subject === null) continue;
    const owner = owners.get(slice.id);
    const end = ends(slice);
    // Another case keeps it as long: when that one ends it hands the call on.
    const stays = owner !== undefined && (owner === keeping.id || (lasting.has(owner) && slice.expiresOn >= end));
    if (stays) kept.add(row.recordId);
    // A case that is over itself keeps nothing: what another one hands to it goes by its rule.
    else if (end > today) leave.push({ slice, row, end });
  }
  const going = await outlive(work, leave);
  await moveInto(
    tx,
    work,
    keeping.id,
    living.filter((slice) => owners.get(slice.id) === keeping.id),
    going,
  );
  for (const { row } of going) kept.add(row.recordId);
  await carryRaw(tx, work, keeping, { recordIds: [...kept], ofCases, lasting });
  await setCallState(tx, company.id, keeping.id, [...kept], CALL_STATES.carried);
  const missed = recordIds.filter((id) => !kept.has(id));
  await setCallState(tx, company.id, keeping.id, missed, CALL_STATES.missed);
}

/** A case never shortens: what its rule keeps longer than the case stays as long as the rule says. */
async function endsFor(tx: Tx, { company }: CaseWork, { endsOn }: Keeping): Promise<(slice: Slice) => Day> {
  if (endsOn === null) throw new Error("a case that keeps has an end");
  const rules = await companyRules(tx, company.id);
  const own = caseExpiry(endsOn);
  return (slice) => {
    const product = nameOf(PRODUCTS, slice.product);
    const dataClass = nameOf(DATA_CLASSES, slice.class);
    // Not the day of the slice: one that another case has just given back still bears the end of that case.
    const byRule =
      product !== undefined && dataClass !== undefined
        ? expiresOn(slice.callDay, slice.callDay, rules.rule(product, dataClass))
        : slice.expiresOn;
    return laterOf(byRule, own);
  };
}

/**
 * The subjects live as long as their rows will; answers the rows of whoever is there at all. An erasure leaves what a case
 * keeps already, and its grace does not loosen it.
 */
async function outlive({ keyring, company }: CaseWork, leave: readonly Place[]): Promise<Place[]> {
  const going: Place[] = [];
  for (const places of Map.groupBy(leave, ({ slice, end }) => `${slice.ofCase === true} ${end}`).values()) {
    const [first] = places;
    if (first === undefined) continue;
    const extend = first.slice.ofCase === true ? extendKeptSubjects : extendSubjects;
    const ids = places.flatMap(({ row }) => (row.subject === null ? [] : [row.subject]));
    const alive = await extend(keyring, company.id, ids, first.end);
    going.push(...places.filter(({ row }) => row.subject !== null && alive.has(row.subject)));
  }
  return going;
}

async function moveInto(
  tx: Tx,
  work: CaseWork,
  caseId: string,
  own: readonly Slice[],
  going: readonly Place[],
): Promise<void> {
  const { keyring, company } = work;
  if (going.length === 0) return;
  const wanted = Map.groupBy(going, ({ slice, end }) => specKey({ ...slice, expiresOn: end }));
  const known = await slicesOfCase(
    tx,
    work,
    caseId,
    own,
    [...wanted].flatMap(([key, [first]]) =>
      first === undefined ? [] : [{ ...first.slice, expiresOn: first.end, key, formerEnd: null }],
    ),
  );
  const moves: PartyMove[] = [];
  for (const [key, places] of wanted) {
    const sliceId = known.get(key) ?? 0;
    const packed = Buffer.concat(places.map(({ row }) => Buffer.from(row.subject ?? "", "hex")));
    const pseudonyms = await pseudonymise(keyring, company.id, sliceId, packed);
    for (const [at, { row, end }] of places.entries())
      moves.push({
        day: row.expiresOn,
        pseudonym: row.pseudonym,
        recordId: row.recordId,
        newDay: end,
        newSliceId: sliceId,
        newPseudonym: uuidText(pseudonyms.subarray(at * 16, at * 16 + 16)),
      });
  }
  // The person may stand twice in one call: one move takes both rows.
  const once = new Map(moves.map((move) => [`${move.day} ${move.pseudonym} ${move.recordId}`, move]));
  await replaceParties(tx, company.id, [...once.values()]);
}
