import type { DecodedLeg, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/**
 * A bridged call is two legs: in to the switch, and out of it. They hang up together, so that one that is missing after ten
 * minutes was not sent. What the caller's leg says of the call goes first.
 */
export const joinBridged: Join = {
  waitSeconds: 600,
  merge(legs, over) {
    const sorted = legs.toSorted((a, b) => Number(isIn(b)) - Number(isIn(a)) || byWords(a, b));
    const isWhole = legs.some(isIn) && !legs.every(isIn);
    if (!over && !isWhole) return null;
    const merged = mergeLegs(sorted);
    const answered = sorted.find(({ record }) => record.disposition === "answered")?.record;
    return [
      {
        ...merged,
        callId: sorted[0]?.record.callId ?? null,
        durationSeconds: answered?.durationSeconds ?? 0,
        disposition: answered?.disposition ?? merged.disposition,
      },
    ];
  },
};

function isIn({ part }: DecodedLeg): boolean {
  return part.startsWith("inbound ");
}
