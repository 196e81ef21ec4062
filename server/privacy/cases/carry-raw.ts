import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { decodePayload, DROPPED, encodePayload, type RawRecord, rawSegmentPlace } from "../../domain/raw/index.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import {
  extendKeptSubjects,
  extendSubjects,
  liveSlices,
  openPseudonyms,
  openWithSlice,
  pseudonymise,
  sealWithSlice,
  type Slice,
} from "../../keyring/index.ts";
import {
  addCaseRaw,
  type CaseRawSegment,
  type CaseSlice,
  type RawSegmentRow,
  type RewrittenSegment,
  rawPlaces,
  rewriteRawSegments,
} from "../../store/index.ts";
import { findSegments } from "../erase/cut-raw.ts";
import { type CaseWork, type Keeping, laterOf, slicesOfCase, specKey } from "./slices-of-case.ts";
import { caseExpiry } from "./grounds.ts";

interface Wanted {
  readonly recordIds: readonly string[];
  /** The slices of all cases of the company. */
  readonly ofCases: readonly CaseSlice[];
  /** The cases whose slices may be relied on. */
  readonly lasting: ReadonlySet<string>;
}

/** The raw of some calls, taken out of one segment. */
interface Piece {
  readonly segment: RawSegmentRow;
  readonly slice: Slice;
  /** What the segment holds; a null has been erased. */
  readonly records: readonly (RawRecord | null)[];
  /** The call of each ordinal that goes. */
  readonly calls: ReadonlyMap<number, string>;
  readonly former: Day;
  readonly end: Day;
}

/**
 * The raw of carried calls goes to raw slices of the case, in the transaction that carries the calls: taken out of the segment of
 * its day, which stays with everybody else's, and sealed anew. What has ended, or cannot be opened, is not brought back.
 */
export async function carryRaw(tx: Tx, work: CaseWork, keeping: Keeping, wanted: Wanted): Promise<void> {
  const { keyring, company } = work;
  const living = await liveSlices(keyring, company.id, { classes: [DATA_CLASSES.raw] });
  const pieces = await piecesOf(tx, work, keeping, wanted, living);
  if (pieces.length === 0) return;
  const ends = new Map(wanted.ofCases.map((one) => [one.sliceId, one]));
  const own = living
    .filter((slice) => ends.get(slice.id)?.caseId === keeping.id)
    .map((slice) => ({ ...slice, key: rawKey(slice, ends.get(slice.id)?.formerEnd ?? null) }));
  const slices = await slicesOfCase(
    tx,
    work,
    keeping.id,
    own,
    [...Map.groupBy(pieces, keyOfPiece)].flatMap(([key, [first]]) =>
      first === undefined ? [] : [{ ...first.slice, expiresOn: first.end, key, formerEnd: first.former }],
    ),
  );
  // The new ones are read, or nothing could be sealed for them.
  await liveSlices(keyring, company.id, { classes: [DATA_CLASSES.raw] });
  const fresh: CaseRawSegment[] = [];
  const left: RewrittenSegment[] = [];
  for (const piece of pieces) {
    fresh.push(await sealedFor(work, piece, slices.get(keyOfPiece(piece)) ?? 0));
    left.push(remainder(work, piece));
  }
  // The calls forget where their raw stood before they are told where it stands.
  await rewriteRawSegments(tx, company.id, left);
  await addCaseRaw(tx, company.id, fresh);
}

/** By the former end too: raw of one day may hold classes that end on different days, which its key cannot tell. */
function rawKey(slice: Pick<Slice, "product" | "class" | "callDay" | "expiresOn">, former: Day | null): string {
  return `${specKey(slice)} ${former ?? ""}`;
}

function keyOfPiece({ slice, end, former }: Piece): string {
  return rawKey({ ...slice, expiresOn: end }, former);
}

async function piecesOf(
  tx: Tx,
  work: CaseWork,
  keeping: Keeping,
  { recordIds, ofCases, lasting }: Wanted,
  living: readonly Slice[],
): Promise<Piece[]> {
  if (keeping.endsOn === null) throw new Error("a case that keeps has an end");
  const until = caseExpiry(keeping.endsOn);
  const today = dayIn(work.company.timeZone, work.clock());
  const owners = new Map(ofCases.map((one) => [one.sliceId, one]));
  const slices = new Map(living.map((slice) => [slice.id, slice]));
  const bySegment = new Map<string, Map<number, string>>();
  for (const { id, segmentId, ordinal } of await rawPlaces(tx, work.company.id, recordIds))
    bySegment.set(segmentId, (bySegment.get(segmentId) ?? new Map<number, string>()).set(ordinal, id));
  const pieces: Piece[] = [];
  for (const segment of await findSegments(tx, work, bySegment, living)) {
    const slice = slices.get(segment.sliceId);
    if (slice === undefined) continue;
    const owner = owners.get(slice.id);
    const former = owner?.formerEnd ?? slice.expiresOn;
    const end = laterOf(former, until);
    const stays =
      owner !== undefined && (owner.caseId === keeping.id || (lasting.has(owner.caseId) && slice.expiresOn >= end));
    // As for the rows: a case that is over itself keeps nothing.
    const records = stays || end <= today ? null : await openSegment(work, segment);
    if (records === null) continue;
    const calls = new Map(
      [...(bySegment.get(segment.id) ?? [])].filter(([at]) => records[at] !== null && records[at] !== undefined),
    );
    if (calls.size > 0) pieces.push({ segment, slice, records, calls, former, end });
  }
  return pieces;
}

/** null for what nobody can open: the hold cannot keep it either. */
export async function openSegment(
  { keyring, company }: Pick<CaseWork, "keyring" | "company">,
  segment: Pick<RawSegmentRow, "id" | "sliceId" | "sealed">,
): Promise<(RawRecord | null)[] | null> {
  const place = rawSegmentPlace(company.id, segment.id);
  try {
    return decodePayload(await openWithSlice(keyring, company.id, segment.sliceId, place, segment.sealed));
  } catch (error) {
    if (error instanceof AppError && (error.code === "corrupt" || error.code === "expired")) return null;
    throw error;
  }
}

async function sealedFor(work: CaseWork, piece: Piece, sliceId: number): Promise<CaseRawSegment> {
  const { keyring, company } = work;
  const { segment, slice, records, calls, end } = piece;
  const taken: RawRecord[] = [];
  const named = new Set<string>();
  for (const ordinal of calls.keys()) {
    const record = records[ordinal];
    if (record != null) taken.push(await underSlice(work, record, slice.id, sliceId, named));
  }
  // Whoever is named in it lives as long as it does: without them the record could not be written out again.
  const extend = slice.ofCase === true ? extendKeptSubjects : extendSubjects;
  if (named.size > 0) await extend(keyring, company.id, [...named], end);
  const id = randomUUID();
  return {
    id,
    day: end,
    sliceId,
    sourceId: segment.sourceId,
    product: slice.product,
    deliveryId: segment.deliveryId,
    readerId: segment.readerId ?? null,
    sealed: sealWithSlice(keyring, company.id, sliceId, rawSegmentPlace(company.id, id), encodePayload(taken)),
    calls: [...calls.values()],
  };
}

/** A value that is named by a pseudonym is named under the new slice; one that opens to nobody leaves an empty place, as ever. */
async function underSlice(
  { keyring, company }: CaseWork,
  record: RawRecord,
  from: number,
  to: number,
  named: Set<string>,
): Promise<RawRecord> {
  if (record.values.every((value) => value.pseudonym === null)) return record;
  const nobody = new Set<number>();
  const values = [...record.values];
  for (const [place, value] of values.entries()) {
    if (value.pseudonym === null) continue;
    const [opened] = await openPseudonyms(keyring, company.id, from, value.pseudonym);
    if (opened?.kind === "subject") {
      named.add(opened.id.toString("hex"));
      values[place] = { ...value, pseudonym: await pseudonymise(keyring, company.id, to, opened.id) };
    } else {
      nobody.add(place);
      values[place] = { ...value, pseudonym: null };
    }
  }
  const holes = record.holes.map((hole) => (nobody.has(hole.value) ? { ...hole, template: DROPPED } : hole));
  return { ...record, values, holes };
}

/** What is left in the segment of the day, under its own key. */
function remainder({ keyring, company }: CaseWork, { segment, records, calls }: Piece): RewrittenSegment {
  const kept = records.map((record, ordinal) => (calls.has(ordinal) ? null : record));
  const count = kept.filter((record) => record !== null).length;
  const place = rawSegmentPlace(company.id, segment.id);
  const sealed = count === 0 ? null : sealWithSlice(keyring, company.id, segment.sliceId, place, encodePayload(kept));
  return { id: segment.id, day: segment.expiresOn, sealed, records: count, without: [...calls.values()] };
}
