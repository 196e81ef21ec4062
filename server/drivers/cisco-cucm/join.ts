import { worstQuality } from "../../domain/quality.ts";
import type { DecodedLeg, DecodedRecord, DecodedValue, Join } from "../driver.ts";
import { joinedParties } from "../joined-parties.ts";
import { byWords, compare } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/** At the end of the part of a leg that was split: the call goes on, and its next leg is told when that ends. */
export const GOES_ON = " goes on";
/** Begins the part of a leg of which only the quality was told. */
export const MEASURED = "measured ";

/** The nodes of a cluster write a file each, every minute. */
const FILES_SECONDS = 300;
/** As long as a call may go on after a transfer. */
const SPLIT_SECONDS = 4 * 3_600;
/** Ids begin anew some day: what starts so much later is another call. */
const SAME_CALL_MS = 24 * 3_600_000;

/** Nothing says that a call has ended: its legs wait for one another, and for what was measured. */
export const joinCalls: Join = {
  waitSeconds: SPLIT_SECONDS,
  waitFor: (legs) => (goesOn(legs) ? SPLIT_SECONDS : FILES_SECONDS),
  merge: (legs, over) => (over ? callsIn(legs).map(callOf) : null),
};

/** The newest leg was split. */
function goesOn(legs: readonly DecodedLeg[]): boolean {
  const told = legs.filter((leg) => !isMeasured(leg)).toSorted(inOrder);
  return told.at(-1)?.part.endsWith(GOES_ON) ?? false;
}

function isMeasured({ part }: DecodedLeg): boolean {
  return part.startsWith(MEASURED);
}

/** By their start, whatever order they came in; what was measured behind the legs it belongs to. */
function inOrder(a: DecodedLeg, b: DecodedLeg): number {
  return a.record.startedAt.getTime() - b.record.startedAt.getTime() || byWords(a, b);
}

function callsIn(legs: readonly DecodedLeg[]): DecodedLeg[][] {
  const calls: DecodedLeg[][] = [];
  let before = 0;
  for (const leg of legs.toSorted(inOrder)) {
    const at = leg.record.startedAt.getTime();
    const call = calls.at(-1);
    if (call === undefined || at - before > SAME_CALL_MS) calls.push([leg]);
    else call.push(leg);
    before = Math.max(before, at + leg.record.durationSeconds * 1_000);
  }
  return calls;
}

function callOf(legs: readonly DecodedLeg[]): DecodedRecord {
  const told = legs.filter((leg) => !isMeasured(leg));
  const measured = legs.filter(isMeasured).toSorted((a, b) => compare(a.part, b.part) || inOrder(a, b));
  const parts = told.length > 0 ? told : measured;
  const merged = mergeLegs(parts);
  const isAnswered = parts.some(({ record }) => record.disposition === "answered");
  return {
    ...merged,
    ...soundOf(legs),
    durationSeconds: talkOf(parts),
    ringSeconds: ringOf(parts, merged.startedAt),
    disposition: isAnswered ? "answered" : merged.disposition,
    values: partiesOf(parts === told ? [...told, ...measured] : measured),
  };
}

/** Who called tells the codec, whoever measured tells the rest. */
function soundOf(legs: readonly DecodedLeg[]): Pick<DecodedRecord, "quality"> {
  const quality = worstQuality(legs.map((leg) => leg.record.quality));
  return quality === null ? {} : { quality };
}

/** Legs follow one another in a transfer and lie over one another in a conference: the time that any of them was spoken. */
function talkOf(legs: readonly DecodedLeg[]): number {
  const spoken = legs
    .filter(({ record }) => record.durationSeconds > 0)
    .map(({ record }) => {
      const from = record.startedAt.getTime() / 1_000 + (record.ringSeconds ?? 0);
      return { from, to: from + record.durationSeconds };
    })
    .toSorted((a, b) => a.from - b.from);
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spoken) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.min(2_147_483_647, Math.round(total));
}

/** Until the first answer; until the last leg gave up when there was none. */
function ringOf(legs: readonly DecodedLeg[], startedAt: Date): number | null {
  const rung = (some: readonly DecodedLeg[]) =>
    some.flatMap(({ record: { ringSeconds, startedAt: at } }) =>
      ringSeconds === null ? [] : [Math.round((at.getTime() - startedAt.getTime()) / 1_000) + ringSeconds],
    );
  const answered = rung(legs.filter(({ record }) => record.disposition === "answered"));
  if (answered.length > 0) return Math.min(...answered);
  const all = rung(legs);
  return all.length === 0 ? null : Math.max(...all);
}

/** The first leg tells who called whom; whoever later legs name besides came into the call. */
function partiesOf(legs: readonly DecodedLeg[]): DecodedValue[] {
  // Where only the quality is told: of two telephones that measured, the second was called.
  const isAllMeasured = legs.every(isMeasured);
  return joinedParties(legs, ({ role }, _, place) => {
    if (place === 0 || (role !== "calling" && role !== "called")) return role;
    return isAllMeasured && place === 1 ? "called" : "transferred";
  });
}
