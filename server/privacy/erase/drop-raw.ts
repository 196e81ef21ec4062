import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { type CutValue, decodePayload, rawSegmentPlace } from "../../domain/raw/index.ts";
import { liveSlices, openWithSlice } from "../../keyring/index.ts";
import { type ErasedRow, eachRawSegment, raiseFence, recordsOfSegments } from "../../store/index.ts";
import { cutRaw } from "./cut-raw.ts";
import { type ErasureWork, inCompany } from "./erasure-work.ts";
import { type HeldRaw, holdersOf, keepRawRest } from "./raw-rest.ts";
import { seenIn } from "./seen-in-bytes.ts";

/**
 * A number may stand in a raw record outside the columns its driver knows, in a call where nobody is a party by it: such raw
 * records go too, but for those of held calls, which are noted and go when the hold is over. Answers how many went.
 */
export async function dropRaw(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] });
  const heldBy = new Map<string, HeldRaw>();
  let dropped = 0;
  for (const day of new Set(slices.map((slice) => slice.expiresOn))) {
    work.signal?.throwIfAborted();
    dropped += await inCompany(work, async (tx) => {
      const places = await placesOf(tx, work, day, values);
      if (places.size === 0) return 0;
      await raiseFence(tx, work.company.id);
      const records = await recordsOfSegments(tx, work.company.id, [...places.keys()]);
      const found = records.filter((record) => places.get(record.segmentId)?.ordinals.has(record.ordinal) === true);
      const calls = found.map(({ id, segmentId }) => ({ id, sliceId: places.get(segmentId)?.sliceId ?? 0 }));
      const holders = await holdersOf(tx, work, calls);
      for (const [id, holder] of holders) heldBy.set(id, holder);
      return cutRaw(tx, work, found.filter(({ id }) => !holders.has(id)).map(erasedRow));
    });
  }
  await keepRawRest(work, heldBy);
  return dropped;
}

interface Place {
  readonly sliceId: number;
  readonly ordinals: Set<number>;
}

/** Where, among the raw of one day of expiry, the number stands outside the columns; by segment. */
async function placesOf(
  tx: Tx,
  { keyring, company }: ErasureWork,
  day: string,
  values: readonly CutValue[],
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  for await (const page of eachRawSegment(tx, company.id, day)) {
    for (const { id, sliceId, sealed } of page) {
      const place = rawSegmentPlace(company.id, id);
      const payload = await openWithSlice(keyring, company.id, sliceId, place, sealed).catch(() => null);
      if (payload === null) continue;
      const ordinals = new Set<number>();
      for (const [ordinal, record] of decodePayload(payload).entries())
        if (record !== null && seenIn(record.skeleton, values)) ordinals.add(ordinal);
      if (ordinals.size > 0) places.set(id, { sliceId, ordinals });
    }
  }
  return places;
}

function erasedRow({ id, segmentId, ordinal }: { id: string; segmentId: string; ordinal: number }): ErasedRow {
  return { recordId: id, segmentId, ordinal, role: 0, class: 0, product: 0, kind: null };
}
