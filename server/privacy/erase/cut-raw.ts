import type { Tx } from "#db/clients.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { decodePayload, encodePayload, rawSegmentPlace } from "../../domain/raw/index.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { liveSlices, openWithSlice, sealWithSlice, type Slice } from "../../keyring/index.ts";
import {
  type ErasedRow,
  type RawSegmentRow,
  type RewrittenSegment,
  rawSegmentsOn,
  readRawSegments,
  rewriteRawSegments,
} from "../../store/index.ts";
import type { ErasureWork } from "./erasure-work.ts";

/**
 * Takes the raw of these records out of their segments, whole: what else stood in it may tell who it was. Segments are
 * sealed anew under the same slice; one with nothing left goes. Answers how many records lost their raw.
 */
export async function cutRaw(
  tx: Tx,
  work: Pick<ErasureWork, "keyring" | "company">,
  erased: readonly ErasedRow[],
): Promise<number> {
  const bySegment = new Map<string, Map<number, string>>();
  for (const { segmentId, ordinal, recordId } of erased) {
    if (segmentId === null || ordinal === null) continue;
    const records = bySegment.get(segmentId) ?? new Map<number, string>();
    bySegment.set(segmentId, records.set(ordinal, recordId));
  }
  if (bySegment.size === 0) return 0;
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] });
  const rewritten: RewrittenSegment[] = [];
  for (const segment of await findSegments(tx, work, bySegment, slices)) {
    const without = bySegment.get(segment.id) ?? new Map<number, string>();
    const left = await withoutRecords(work, segment, without);
    rewritten.push({ id: segment.id, day: segment.expiresOn, ...left, without: [...without.values()] });
  }
  await rewriteRawSegments(tx, work.company.id, rewritten);
  return rewritten.reduce((sum, segment) => sum + segment.without.length, 0);
}

/**
 * A segment ends on a day of its calls' own slices, so that it is asked for there; one that a wrong clock or a moved slice
 * has put elsewhere is looked for on every living day.
 */
export async function findSegments(
  tx: Tx,
  work: Pick<ErasureWork, "company">,
  wanted: ReadonlyMap<string, ReadonlyMap<number, string>>,
  slices: readonly Slice[],
): Promise<RawSegmentRow[]> {
  const endsOf = new Map<Day, Set<Day>>();
  for (const slice of slices) endsOf.set(slice.callDay, (endsOf.get(slice.callDay) ?? new Set()).add(slice.expiresOn));
  const places: { id: string; day: Day }[] = [];
  for (const [id, records] of wanted) {
    const days = new Set<Day>();
    for (const recordId of new Set(records.values())) {
      const day = dayIn(work.company.timeZone, startOf(recordId));
      for (const near of [day, addDays(day, -1), addDays(day, 1)])
        for (const end of endsOf.get(near) ?? []) days.add(end);
    }
    for (const day of days) places.push({ id, day });
  }
  const found = await rawSegmentsOn(tx, work.company.id, places);
  const there = new Set(found.map((segment) => segment.id));
  const missing = [...wanted.keys()].filter((id) => !there.has(id));
  if (missing.length === 0) return found;
  const days = [...new Set(slices.map((slice) => slice.expiresOn))];
  return [...found, ...(await readRawSegments(tx, work.company.id, missing, days))];
}

/** A call's id begins with the milliseconds of its start. */
function startOf(recordId: string): Date {
  return new Date(Number.parseInt(recordId.replaceAll("-", "").slice(0, 12), 16));
}

async function withoutRecords(
  work: Pick<ErasureWork, "keyring" | "company">,
  segment: RawSegmentRow,
  without: ReadonlyMap<number, string>,
): Promise<{ sealed: Buffer | null; records: number }> {
  const place = rawSegmentPlace(work.company.id, segment.id);
  try {
    const payload = await openWithSlice(work.keyring, work.company.id, segment.sliceId, place, segment.sealed);
    const records = decodePayload(payload).map((record, ordinal) => (without.has(ordinal) ? null : record));
    const left = records.filter((record) => record !== null).length;
    if (left === 0) return { sealed: null, records: 0 };
    return {
      sealed: sealWithSlice(work.keyring, work.company.id, segment.sliceId, place, encodePayload(records)),
      records: left,
    };
  } catch (error) {
    // What nobody can open holds nothing that could be kept: the whole segment goes.
    if (error instanceof AppError && (error.code === "corrupt" || error.code === "expired"))
      return { sealed: null, records: 0 };
    throw error;
  }
}
