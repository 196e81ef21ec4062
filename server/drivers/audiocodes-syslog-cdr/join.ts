import type { DecodedLeg, DecodedRecord, Join } from "../driver.ts";
import { joinedParties } from "../joined-parties.ts";
import { byWords, compare } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/** A session has a leg from whoever calls (1) and one to whoever is called (2); forks and transfers add more. */
export interface Part {
  readonly stage: "start" | "connect" | "end";
  /** Whether that side is the company's own. */
  readonly calling: boolean;
  readonly called: boolean;
  readonly leg: string;
}

export function partText({ stage, calling, called, leg }: Part): string {
  return `${stage} ${calling ? "+" : "-"}${called ? "+" : "-"} ${leg}`;
}

/** A leg with its part taken apart, which is looked at again and again. */
interface Told extends Part {
  readonly told: DecodedLeg;
}

function partOf(told: DecodedLeg): Told {
  const { part } = told;
  const signs = part.indexOf(" ") + 1;
  const word = signs === 0 ? part : part.slice(0, signs - 1);
  const stage = word === "end" || word === "connect" ? word : "start";
  const leg = signs === 0 ? "" : part.slice(signs + 3);
  return { told, stage, calling: part[signs] === "+", called: part[signs + 1] === "+", leg };
}

const HOUR_SECONDS = 3_600;

export const joinSessions: Join = {
  waitSeconds: 6 * HOUR_SECONDS,
  // A device may be told to send the ends only: with all legs ended, others come at once or never.
  waitFor: (legs) => {
    const parts = legs.map(partOf);
    return isEnded(parts) ? (endsOf(parts).size > 1 ? 60 : 300) : 6 * HOUR_SECONDS;
  },
  merge: (legs, over) => {
    const parts = legs.map(partOf);
    return over || isWhole(parts) ? [callOf(parts.sort(inOrder))] : null;
  },
};

function endsOf(parts: readonly Part[], stage: Part["stage"] = "end"): Set<string> {
  const legs = new Set<string>();
  for (const part of parts) if (part.stage === stage) legs.add(part.leg);
  return legs;
}

function isEnded(parts: readonly Part[]): boolean {
  const ended = endsOf(parts);
  return parts.every((part) => ended.has(part.leg));
}

/** Two legs at least, and each has told its start and its end. */
function isWhole(parts: readonly Part[]): boolean {
  const ended = endsOf(parts);
  const begun = endsOf(parts, "start");
  return ended.size > 1 && isEnded(parts) && [...ended].every((leg) => begun.has(leg));
}

/** Ends tell most; the caller's leg goes before the others. */
const RANK = { end: 0, connect: 1, start: 2 } as const;

function inOrder(a: Told, b: Told): number {
  return (
    RANK[a.stage] - RANK[b.stage] ||
    byLegNumber(a, b) ||
    a.told.record.startedAt.getTime() - b.told.record.startedAt.getTime() ||
    byWords(a.told, b.told)
  );
}

function byLegNumber({ leg: a }: Part, { leg: b }: Part): number {
  return a === b ? 0 : compare(a.padStart(8), b.padStart(8));
}

function callOf(parts: readonly Told[]): DecodedRecord {
  const legs = parts.map((part) => part.told);
  const merged = mergeLegs(legs);
  const byLeg = parts.toSorted((a, b) => byLegNumber(a, b) || inOrder(a, b));
  const calling = byLeg.find((part) => part.calling);
  const called = byLeg.find((part) => part.called);
  const direction =
    calling === undefined ? (called === undefined ? null : "in") : called === undefined ? "out" : "internal";
  const outside = direction === "in" ? byLeg[0] : direction === "out" ? byLeg.at(-1) : undefined;
  const isAnswered = legs.some(({ record }) => record.disposition === "answered");
  const isTold = { calling: names(legs[0], "calling"), called: names(legs[0], "called") };
  return {
    ...merged,
    direction,
    extension: (calling ?? called)?.told.record.extension ?? null,
    trunk: outside?.told.record.trunk ?? null,
    disposition: isAnswered ? "answered" : merged.disposition,
    // Without the end of any leg the conversation is one that nobody knows.
    partOf: parts.some((part) => part.stage === "end") ? null : merged.callId,
    // Another number of the same side, as the device wrote it on its other leg.
    values: joinedParties(legs, ({ role }, _, place) => {
      if (place === 0 || (role !== "calling" && role !== "called") || !isTold[role]) return role;
      return role === "calling" ? "caller" : "dialled";
    }),
  };
}

function names(leg: DecodedLeg | undefined, role: "calling" | "called"): boolean {
  return leg?.record.values.some((value) => value.role === role) ?? false;
}
