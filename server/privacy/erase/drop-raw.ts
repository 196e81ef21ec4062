import { DATA_CLASSES } from "../../domain/codes.ts";
import { type CutValue, decodePayload, rawSegmentPlace } from "../../domain/raw/index.ts";
import { liveSlices, openWithSlice } from "../../keyring/index.ts";
import { type ErasedRow, eachRawSegment, raiseFence, recordsOfSegments } from "../../store/index.ts";
import { cutRaw } from "./cut-raw.ts";
import { type ErasureWork, inCompany } from "./erasure-work.ts";
import { seenIn } from "./seen-in-bytes.ts";

/**
 * A number may stand in a raw record outside the columns its driver knows, in a call where nobody is a party by it: such raw
 * records go too. Answers how many.
 */
export async function dropRaw(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] });
  let dropped = 0;
  for (const day of new Set(slices.map((slice) => slice.expiresOn))) {
    work.signal?.throwIfAborted();
    dropped += await inCompany(work, async (tx) => {
      const holding = new Map<string, Set<number>>();
      for await (const page of eachRawSegment(tx, work.company.id, day)) {
        for (const segment of page) {
          const place = rawSegmentPlace(work.company.id, segment.id);
          const payload = await openWithSlice(
            work.keyring,
            work.company.id,
            segment.sliceId,
            place,
            segment.sealed,
          ).catch(() => null);
          if (payload === null) continue;
          for (const [ordinal, record] of decodePayload(payload).entries()) {
            if (record !== null && seenIn(record.skeleton, values))
              holding.set(segment.id, (holding.get(segment.id) ?? new Set<number>()).add(ordinal));
          }
        }
      }
      if (holding.size === 0) return 0;
      await raiseFence(tx, work.company.id);
      const records = await recordsOfSegments(tx, work.company.id, [...holding.keys()]);
      const rows = records.filter((record) => holding.get(record.segmentId)?.has(record.ordinal) === true);
      return cutRaw(
        tx,
        work,
        rows.map(
          ({ id, segmentId, ordinal }): ErasedRow => ({
            recordId: id,
            segmentId,
            ordinal,
            role: 0,
            class: 0,
            product: 0,
            kind: null,
          }),
        ),
      );
    });
  }
  return dropped;
}
