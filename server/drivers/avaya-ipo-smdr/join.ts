import type { DecodedLeg, Join } from "../driver.ts";
import { mergeLegs, sameLeg } from "../merge-legs.ts";

/**
 * A call that is transferred, parked or picked up comes in segments with one call id; all but the last say that more follow.
 * Each tells its own conversation: the call's is their sum. Most calls are one segment, and wait for nothing.
 */
export const joinSegments: Join = {
  waitSeconds: 12 * 3_600,
  merge(legs, over) {
    if (!over && !legs.some((leg) => leg.part === LAST)) return null;
    const segments = legs.filter((leg, place) => legs.findIndex((other) => sameLeg(other, leg)) === place);
    const durationSeconds = segments.reduce((total, { record }) => total + record.durationSeconds, 0);
    const merged = mergeLegs(segments);
    return [
      {
        ...merged,
        durationSeconds,
        disposition: durationSeconds > 0 ? "answered" : merged.disposition,
        costCents: totalCost(segments),
        partOf: segments.some((leg) => leg.part === LAST) ? null : merged.callId,
      },
    ];
  },
};

/** The part of a segment after which no other comes. */
export const LAST = "last";

function totalCost(segments: readonly DecodedLeg[]): number | null {
  const costs = segments.flatMap(({ record }) => (record.costCents === null ? [] : [record.costCents]));
  return costs.length === 0 ? null : costs.reduce((total, cents) => total + cents, 0);
}
