import type { DecodedLeg, DecodedRecord, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/** `start`, `interim` and `stop` of one session of a device, and which side of the call it was. */
export interface Part {
  readonly status: "start" | "interim" | "stop";
  /** A stop that does not say how long the conversation was. */
  readonly timeless: boolean;
  readonly origin: string;
  readonly session: string;
}

export function partText({ status, timeless, origin, session }: Part): string {
  return `${status}${timeless ? "?" : ""} ${origin === "" ? "-" : origin} ${session}`;
}

function partOf({ part }: DecodedLeg): Part {
  const first = part.indexOf(" ");
  const second = first < 0 ? -1 : part.indexOf(" ", first + 1);
  const word = first < 0 ? part : part.slice(0, first);
  const origin = first < 0 ? "-" : part.slice(first + 1, second < 0 ? part.length : second);
  const status = word.startsWith("stop") ? "stop" : word === "start" ? "start" : "interim";
  const session = second < 0 ? "" : part.slice(second + 1);
  return { status, timeless: word.endsWith("?"), origin: origin === "-" ? "" : origin, session };
}

/** Devices number their sessions anew after a restart: what begins so much later is another call. */
const SAME_CALL_MS = 12 * 3_600_000;
const HOUR_SECONDS = 3_600;

/** A call's sessions (a gateway has one towards the telephone network and one towards IP), each with start, interims and stop. */
export const joinSessions: Join = {
  waitSeconds: 6 * HOUR_SECONDS,
  // Whoever has told the end has told all there is; another gateway may still add its side.
  waitFor: (legs) => (isEnded(legs) ? 120 : 6 * HOUR_SECONDS),
  merge(legs, over) {
    const calls = callsIn(legs);
    if (!over && !calls.every(isWhole)) return null;
    return calls.map(callOf);
  },
};

/** Legs in an order of their own, whatever order they came in, and apart where another call began. */
function callsIn(legs: readonly DecodedLeg[]): DecodedLeg[][] {
  const calls: DecodedLeg[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const leg of legs.toSorted(inTime)) {
    const at = leg.record.startedAt.getTime();
    const call = calls.at(-1);
    if (call === undefined || at - before > SAME_CALL_MS) calls.push([leg]);
    else call.push(leg);
    before = at + leg.record.durationSeconds * 1_000;
  }
  return calls.map((call) => call.toSorted(byRank));
}

function inTime(a: DecodedLeg, b: DecodedLeg): number {
  return a.record.startedAt.getTime() - b.record.startedAt.getTime() || byRank(a, b);
}

/** Stops tell most, starts least. */
const RANK = { stop: 0, interim: 1, start: 2 } as const;

function byRank(a: DecodedLeg, b: DecodedLeg): number {
  const ranks = RANK[partOf(a).status] - RANK[partOf(b).status];
  const seconds = b.record.durationSeconds - a.record.durationSeconds;
  return ranks || seconds || byWords(a, b);
}

/** Every session has ended. */
function isEnded(legs: readonly DecodedLeg[]): boolean {
  const parts = legs.map(partOf);
  const ended = new Set(parts.filter((part) => part.status === "stop").map((part) => part.session));
  return parts.every((part) => ended.has(part.session));
}

/** Every session has begun and ended, and both sides of a gateway are there; a proxy has but one. */
function isWhole(legs: readonly DecodedLeg[]): boolean {
  const parts = legs.map(partOf);
  const begun = new Set(parts.filter((part) => part.status === "start").map(sessionOf));
  const ended = new Set(parts.filter((part) => part.status === "stop").map(sessionOf));
  if (ended.size === 0 || !parts.every((part) => begun.has(sessionOf(part)) && ended.has(sessionOf(part))))
    return false;
  const origins = new Set(parts.map((part) => part.origin));
  return origins.has("proxy") || origins.has("") || (origins.has("answer") && origins.has("originate"));
}

function sessionOf({ origin, session }: Part): string {
  return `${origin} ${session}`;
}

function callOf(legs: readonly DecodedLeg[]): DecodedRecord {
  const merged = mergeLegs(legs);
  const stops = legs.filter((leg) => partOf(leg).status === "stop");
  // The longest conversation is the caller's: further sessions are tries, and transfers within it.
  const [longest] = stops.length === 0 ? legs : stops;
  const timeless = stops.length > 0 && stops.every((leg) => partOf(leg).timeless);
  const durationSeconds = timeless ? betweenThem(legs, stops) : (longest?.record.durationSeconds ?? 0);
  const isAnswered = durationSeconds > 0 || legs.some((leg) => leg.record.disposition === "answered");
  return {
    ...merged,
    durationSeconds,
    startedAt: timeless ? firstStart(legs, merged) : merged.startedAt,
    ringSeconds: longest?.record.ringSeconds ?? merged.ringSeconds,
    disposition: isAnswered ? "answered" : merged.disposition,
    // Sides and lines differ by session; the one that tells most leads, as in the order of the legs.
    extension: merged.extension,
  };
}

/** The only case in which the times of two records are all there is. */
function betweenThem(legs: readonly DecodedLeg[], stops: readonly DecodedLeg[]): number {
  const start = firstOf(legs.filter((leg) => partOf(leg).status === "start"));
  const stop = firstOf(stops);
  return start === null || stop === null ? 0 : Math.max(0, Math.round((stop - start) / 1_000));
}

function firstStart(legs: readonly DecodedLeg[], merged: DecodedRecord): Date {
  const start = firstOf(legs.filter((leg) => partOf(leg).status === "start"));
  return start === null ? merged.startedAt : new Date(start);
}

function firstOf(legs: readonly DecodedLeg[]): number | null {
  return legs.length === 0 ? null : Math.min(...legs.map((leg) => leg.record.startedAt.getTime()));
}
