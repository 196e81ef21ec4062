import type { DecodedLeg, DecodedRecord, DecodedValue, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";
import { SeenValues } from "../seen-values.ts";
import { type Leg, textOf, uuidOf } from "./call.ts";

/** The leg of a call: `a` and the leg it was bridged to, or `b` and its own id. */
export function legOf(leg: Leg, record: DecodedRecord): DecodedLeg | null {
  const uuid = uuidOf(leg);
  const outbound = textOf(leg, "direction") === "outbound";
  const bridged = textOf(leg, "bridge_uuid") || textOf(leg, "last_bridge_to") || textOf(leg, "signal_bond");
  const other = textOf(leg, "originator") || textOf(leg, "ent_originate_aleg_uuid") || bridged;
  const call = textOf(leg, "call_uuid") || (outbound ? other : "") || uuid;
  if (call === "") return null;
  const isFirst = call === uuid || !outbound;
  return { call, part: isFirst ? `a ${bridged === uuid ? "" : bridged}` : `b ${uuid}`, record };
}

/**
 * FreeSWITCH tells each leg of a call when that leg ends, and may be set to tell the first alone. The first knows who called
 * whom and how long; the others add the people they reached.
 */
export const joinLegs: Join = {
  waitSeconds: 12 * 3_600,
  waitFor: (legs) => (legs.some(isFirst) ? 60 : 12 * 3_600),
  merge(legs, over) {
    const sorted = [...legs].sort(byPlace);
    const first = sorted.find(isFirst);
    if (!over && (first === undefined || !hasBridged(first, sorted))) return null;
    const merged = mergeLegs(sorted);
    if (first === undefined) return [merged];
    const { startedAt, durationSeconds, ringSeconds, disposition } = first.record;
    const values = peopleOf(sorted);
    return [{ ...merged, startedAt, durationSeconds, ringSeconds, disposition, values }];
  },
};

function isFirst(leg: DecodedLeg): boolean {
  return leg.part.startsWith("a ");
}

/** Whether the leg that the first one talked to has come, or there was none. */
function hasBridged(first: DecodedLeg, legs: readonly DecodedLeg[]): boolean {
  const bridged = first.part.slice(2);
  return bridged === "" || legs.some((leg) => leg.part === `b ${bridged}`);
}

/** The first leg before the others, each in the order of their starts; what is left is told by what they say. */
function byPlace(a: DecodedLeg, b: DecodedLeg): number {
  if (isFirst(a) !== isFirst(b)) return isFirst(a) ? -1 : 1;
  const [early, late] = [a.record.startedAt.getTime(), b.record.startedAt.getTime()];
  if (early !== late) return early - late;
  return byWords(a, b);
}

/** Each person once: the sides are the first leg's, on the others they are what was shown or reached. */
function peopleOf(legs: readonly DecodedLeg[]): DecodedValue[] {
  const people: DecodedValue[] = [];
  const seen = new SeenValues();
  legs.forEach((leg, place) => {
    for (const value of leg.record.values) {
      // A call to oneself has the same number on both sides of its first leg.
      const isNew = place === 0 ? seen.addWithRole(value) : !seen.has(value);
      if (!isNew) continue;
      seen.add(value);
      people.push(place === 0 ? value : beside(value));
    }
  });
  return people;
}

function beside(value: DecodedValue): DecodedValue {
  const { role, class: as } = value;
  if (as === "name" || (role !== "calling" && role !== "called")) return value;
  return { ...value, role: role === "calling" ? "caller" : "dialled" };
}
