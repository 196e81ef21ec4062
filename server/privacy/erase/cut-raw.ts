import type { Tx } from "#db/clients.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { decodePayload, encodePayload, rawSegmentPlace } from "../../domain/raw/index.ts";
import { liveSlices, openWithSlice, sealWithSlice } from "../../keyring/index.ts";
import {
  type ErasedRow,
  type RawSegmentRow,
  type RewrittenSegment,
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
  const days = [...new Set(slices.map((slice) => slice.expiresOn))];
  const rewritten: RewrittenSegment[] = [];
  for (const segment of await readRawSegments(tx, work.company.id, [...bySegment.keys()], days)) {
    const without = bySegment.get(segment.id) ?? new Map<number, string>();
    const left = await withoutRecords(work, segment, without);
    rewritten.push({ id: segment.id, day: segment.expiresOn, ...left, without: [...without.values()] });
  }
  await rewriteRawSegments(tx, work.company.id, rewritten);
  return rewritten.reduce((sum, segment) => sum + segment.without.length, 0);
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
