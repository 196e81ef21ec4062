import type { DecodedLeg, DecodedRecord, DecodedValue, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";
import { SeenValues } from "../seen-values.ts";

/** The part an event is: what happened, and whether to the channel that began the call. */
export function partOf(event: string, isFirst: boolean, ends: boolean): string {
  return `${event} ${isFirst ? "first" : "other"}${ends ? " end" : ""}`;
}

/**
 * The events of a call share its linkedid and are over with LINKEDID_END. The first channel tells the caller and what was
 * dialled, and from its ANSWER to its HANGUP the conversation lasts; the other events add whom it reached.
 */
export const joinEvents: Join = {
  waitSeconds: 12 * 3_600,
  // A file that begins with its newest event tells the end before the start.
  waitFor: (legs) => (legs.some(isEnd) ? 300 : 12 * 3_600),
  merge(legs, over) {
    const ended = legs.some(isEnd);
    if (!over && !(ended && legs.some(isStart))) return null;
    const events = [...legs].sort(byTime);
    const merged = mergeLegs(events);
    const began = timeOf(events, "CHAN_START") ?? merged.startedAt.getTime();
    const answered = timeOf(events, "ANSWER");
    const hungUp = timeOf(events, "HANGUP") ?? timeOf(events, "CHAN_END") ?? lastOf(events);
    const values = everybody(events);
    const disposition = answered === null ? endOf(events) : "answered";
    const outside = merged.direction === "in" || merged.direction === "out";
    return [
      {
        ...merged,
        startedAt: new Date(began),
        durationSeconds: answered === null ? 0 : wholeSeconds(answered, hungUp),
        ringSeconds: answered === null && !ended ? null : wholeSeconds(began, answered ?? hungUp),
        disposition,
        trunk: outside ? merged.trunk : null,
        partOf: ended ? null : merged.callId,
        values,
      },
    ];
  },
};

function isEnd(leg: DecodedLeg): boolean {
  return leg.part.endsWith(" end");
}

function isFirst(leg: DecodedLeg): boolean {
  return / first( end)?$/.test(leg.part);
}

/** When it first happened to the first channel. */
function timeOf(events: readonly DecodedLeg[], event: string): number | null {
  const found = events.find((leg) => leg.part.startsWith(`${event} first`));
  return found === undefined ? null : found.record.startedAt.getTime();
}

function lastOf(events: readonly DecodedLeg[]): number {
  return events.at(-1)?.record.startedAt.getTime() ?? 0;
}

function wholeSeconds(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 1_000));
}

/** Of a call that nobody answered: how its first channel ended. */
function endOf(events: readonly DecodedLeg[]): DecodedRecord["disposition"] {
  const told = events.filter((leg) => leg.part.startsWith("HANGUP") && leg.record.disposition !== null);
  const end = told.find(isFirst)?.record.disposition ?? null;
  return end === "answered" ? null : end;
}

/** Events of one moment in the order in which Asterisk tells them; what is left is told by what they say. */
function byTime(a: DecodedLeg, b: DecodedLeg): number {
  const [early, late] = [a.record.startedAt.getTime(), b.record.startedAt.getTime()];
  if (early !== late) return early - late;
  return Number(isStart(b)) - Number(isStart(a)) || byWords(a, b);
}

function isStart({ part }: DecodedLeg): boolean {
  return part.startsWith("CHAN_START first");
}

/** Each person once, in the first of these roles that an event gives: who called, who was called, and then as they come. */
function everybody(events: readonly DecodedLeg[]): DecodedValue[] {
  const people: DecodedValue[] = [];
  const seen = new SeenValues();
  for (const role of ROLES) {
    for (const { record } of events) {
      for (const value of record.values) {
        if (value.role !== role || seen.has(value)) continue;
        seen.add(value);
        const other = value.class === "phone" && hasSide(people, role) ? OTHERS[role] : undefined;
        people.push(other === undefined ? value : { ...value, role: other });
      }
    }
  }
  return people;
}

const ROLES = ["calling", "called", "transferred", "redirecting", "caller", "dialled"] as const;
/** A second caller or a second number that was dialled stands beside the first. */
const OTHERS: Readonly<Partial<Record<DecodedValue["role"], DecodedValue["role"]>>> = {
  calling: "caller",
  called: "dialled",
};

function hasSide(people: readonly DecodedValue[], role: DecodedValue["role"]): boolean {
  return people.some((known) => known.role === role && known.class === "phone");
}
