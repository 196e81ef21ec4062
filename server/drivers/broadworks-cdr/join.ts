import type { Join } from "../driver.ts";
import { mergeLegs } from "../merge-legs.ts";

/**
 * A call that lasts long is told again and again while it goes on, and once at its end, which is all there is to know. Without
 * it (the server failed over, the file is lost) the call is told from the last that was heard of it, as a part.
 */
export const joinParts: Join = {
  waitSeconds: 26 * 3_600,
  merge(legs, over) {
    const ends = legs.filter((leg) => leg.part === "end");
    if (ends.length === 0 && !over) return null;
    const merged = mergeLegs(ends.length > 0 ? [...ends, ...legs.filter((leg) => leg.part !== "end")] : legs);
    const told = (ends.length > 0 ? ends : legs).map(({ record }) => record);
    const durationSeconds = Math.max(...told.map((record) => record.durationSeconds));
    const callId = told[0]?.callId ?? merged.callId;
    return [{ ...merged, callId, durationSeconds, partOf: ends.length > 0 ? null : callId }];
  },
};
