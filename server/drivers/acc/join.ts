import type { DecodedLeg, DecodedRecord, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/** What a line tells of its call: that it was answered, that it ended, that a branch of it was not answered, or all of it. */
export type AccPart = "answer" | "end" | "missed" | "call";

function kindOf({ part }: DecodedLeg): AccPart {
  const word = part.split(" ", 1)[0];
  return word === "answer" || word === "end" || word === "call" ? word : "missed";
}

const HOUR_SECONDS = 3_600;
/** The next branch of a serial search answers, or is given up, within so many seconds. */
const NEXT_BRANCH_SECONDS = 300;

/** A call is whole with its answer and its end, or with the line that tells all of it. */
export const joinTransactions: Join = {
  waitSeconds: 12 * HOUR_SECONDS,
  waitFor: (legs) => (legs.some((leg) => kindOf(leg) === "answer") ? 12 * HOUR_SECONDS : NEXT_BRANCH_SECONDS),
  merge(legs, over) {
    const kinds = new Set(legs.map(kindOf));
    if (!over && !kinds.has("call") && !(kinds.has("answer") && kinds.has("end"))) return null;
    return [callOf(legs.toSorted(inOrder))];
  },
};

/** The line of the whole call first, then as it happened, whatever order the lines came in. */
const RANK = { call: 0, answer: 1, missed: 2, end: 3 } as const;

function inOrder(a: DecodedLeg, b: DecodedLeg): number {
  const ranks = RANK[kindOf(a)] - RANK[kindOf(b)];
  const times = a.record.startedAt.getTime() - b.record.startedAt.getTime();
  return ranks || times || byWords(a, b);
}

function callOf(legs: readonly DecodedLeg[]): DecodedRecord {
  const of = (kind: AccPart) => legs.filter((leg) => kindOf(leg) === kind).map((leg) => leg.record);
  const [whole] = of("call");
  const [answer] = of("answer");
  const [end] = of("end");
  const merged = { ...mergeLegs(legs), values: valuesOf(legs) };
  if (whole !== undefined) return { ...merged, ...factsOf(whole) };
  if (answer !== undefined) {
    // Proxies count no seconds of transactions: the times of answer and end are all there is.
    const talked = end === undefined ? 0 : end.startedAt.getTime() - answer.startedAt.getTime();
    const durationSeconds = Math.max(0, Math.round((talked - (answer.ringSeconds ?? 0) * 1_000) / 1_000));
    return { ...merged, ...factsOf(answer), durationSeconds };
  }
  if (end !== undefined) return { ...merged, ...factsOf(end) };
  const last = of("missed").at(-1);
  return { ...merged, durationSeconds: 0, disposition: last?.disposition ?? merged.disposition };
}

function factsOf({ startedAt, durationSeconds, ringSeconds, disposition }: DecodedRecord) {
  return { startedAt, durationSeconds, ringSeconds, disposition };
}

/** Who ends a call is the caller of that transaction: whom its beginning named keeps the side it has there. */
function valuesOf(legs: readonly DecodedLeg[]): DecodedRecord["values"] {
  const ends = legs.filter((leg) => kindOf(leg) === "end");
  const others = legs.filter((leg) => kindOf(leg) !== "end");
  if (others.length === 0 || ends.length === 0) return mergeLegs(legs).values;
  const told = mergeLegs(others).values;
  const known = new Set(told.map((value) => `${value.class} ${value.text}`));
  return [...told, ...mergeLegs(ends).values.filter((value) => !known.has(`${value.class} ${value.text}`))];
}
