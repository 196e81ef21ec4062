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

function partOf({ part }: DecodedLeg): Part {
  const [word = "", signs = "", ...leg] = part.split(" ");
  const stage = word === "end" || word === "connect" ? word : "start";
  return { stage, calling: signs[0] === "+", called: signs[1] === "+", leg: leg.join(" ") };
}

const HOUR_SECONDS = 3_600;

export const joinSessions: Join = {
  waitSeconds: 6 * HOUR_SECONDS,
  // A device may be told to send the ends only: with all legs ended, others come at once or never.
  waitFor: (legs) => (isEnded(legs) ? (endsOf(legs).size > 1 ? 60 : 300) : 6 * HOUR_SECONDS),
  merge: (legs, over) => (over || isWhole(legs) ? [callOf(legs.toSorted(inOrder))] : null),
};

function endsOf(legs: readonly DecodedLeg[]): Set<string> {
  return new Set(
    legs
      .map(partOf)
      .filter((part) => part.stage === "end")
      .map((part) => part.leg),
  );
}

function isEnded(legs: readonly DecodedLeg[]): boolean {
  const ended = endsOf(legs);
  return legs.every((leg) => ended.has(partOf(leg).leg));
}

/** Two legs at least, and each has told its start and its end. */
function isWhole(legs: readonly DecodedLeg[]): boolean {
  const ended = endsOf(legs);
  const begun = new Set(
    legs
      .map(partOf)
      .filter((part) => part.stage === "start")
      .map((part) => part.leg),
  );
  return ended.size > 1 && isEnded(legs) && [...ended].every((leg) => begun.has(leg));
}

/** Ends tell most; the caller's leg goes before the others. */
const RANK = { end: 0, connect: 1, start: 2 } as const;

function inOrder(a: DecodedLeg, b: DecodedLeg): number {
  const [one, other] = [partOf(a), partOf(b)];
  return (
    RANK[one.stage] - RANK[other.stage] ||
    compare(one.leg.padStart(8), other.leg.padStart(8)) ||
    a.record.startedAt.getTime() - b.record.startedAt.getTime() ||
    byWords(a, b)
  );
}

function callOf(legs: readonly DecodedLeg[]): DecodedRecord {
  const merged = mergeLegs(legs);
  const byLeg = legs.toSorted((a, b) => compare(partOf(a).leg.padStart(8), partOf(b).leg.padStart(8)) || inOrder(a, b));
  const calling = byLeg.find((leg) => partOf(leg).calling);
  const called = byLeg.find((leg) => partOf(leg).called);
  const direction =
    calling === undefined ? (called === undefined ? null : "in") : called === undefined ? "out" : "internal";
  const outside = direction === "in" ? byLeg[0] : direction === "out" ? byLeg.at(-1) : undefined;
  const isAnswered = legs.some(({ record }) => record.disposition === "answered");
  return {
    ...merged,
    direction,
    extension: (calling ?? called)?.record.extension ?? null,
    trunk: outside?.record.trunk ?? null,
    disposition: isAnswered ? "answered" : merged.disposition,
    // Without the end of any leg the conversation is one that nobody knows.
    partOf: endsOf(legs).size > 0 ? null : merged.callId,
    values: joinedParties(legs, ({ role }, _, place) =>
      place > 0 && (role === "calling" || role === "called") ? laterRole(role, legs) : role,
    ),
  };
}

/** Another number of the same side, as the device wrote it on its other leg. */
function laterRole(role: "calling" | "called", legs: readonly DecodedLeg[]): DecodedRecord["values"][number]["role"] {
  const isTold = legs[0]?.record.values.some((value) => value.role === role) ?? false;
  return isTold ? (role === "calling" ? "caller" : "dialled") : role;
}
