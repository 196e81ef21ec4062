import type { DecodedLeg, Join } from "../driver.ts";
import { mergeLegs } from "../merge-legs.ts";

/**
 * A bridged call is two legs: in to the switch, and out of it. They hang up together, so that one that is missing after ten
 * minutes was not sent. What the caller's leg says of the call goes first.
 */
export const joinBridged: Join = {
  waitSeconds: 600,
  merge(legs, over) {
    const sorted = [...legs].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
    const isWhole = legs.some((leg) => leg.part.startsWith(IN)) && legs.some((leg) => !leg.part.startsWith(IN));
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

const IN = "inbound ";

function order(leg: DecodedLeg): string {
  return `${leg.part.startsWith(IN) ? 0 : 1} ${leg.part} ${JSON.stringify(leg.record)}`;
}
