import { worstQuality } from "../domain/quality.ts";
import type { DecodedLeg, DecodedRecord, DecodedValue, Framing, Join } from "./driver.ts";
import { SeenValues } from "./seen-values.ts";

/**
 * The calls of these legs as the driver joins them; null to wait for more. When nothing more will come it is a call in any
 * case: a driver that fails over them, or has no answer, leaves what they say together.
 */
export function callsOf(join: Join, legs: readonly DecodedLeg[], over: boolean): readonly DecodedRecord[] | null {
  const told = distinctLegs(legs);
  if (told.length === 0) return [];
  const calls = attempt(join, told, over);
  return calls === null && over ? [mergeLegs(told)] : calls;
}

function attempt(join: Join, legs: readonly DecodedLeg[], over: boolean): readonly DecodedRecord[] | null {
  try {
    return join.merge(legs, over);
  } catch {
    return null;
  }
}

/** What was sent again counts once. */
function distinctLegs(legs: readonly DecodedLeg[]): readonly DecodedLeg[] {
  if (legs.length < 2) return legs;
  const isNew = newLegs();
  return legs.filter(isNew);
}

/** Up to so many legs are compared with one another: that is less work than to write down what each of them tells. */
const FEW_LEGS = 16;

/** Tells of one leg after the other whether it is the first that tells what it does. */
function newLegs(): (leg: DecodedLeg) => boolean {
  const met: DecodedLeg[] = [];
  let seen: Set<string> | null = null;
  return (leg) => {
    if (met.length < FEW_LEGS) {
      for (const other of met) if (sameLeg(other, leg)) return false;
      met.push(leg);
      return true;
    }
    seen ??= new Set(met.map(toldBy));
    return seen.size !== seen.add(toldBy(leg)).size;
  };
}

/**
 * One record of the legs of a call: each fact from the first leg that knows it, the earliest start, the longest duration, and
 * every value once. Which ring and talk times are the call's own, a driver says afterwards. At least one leg.
 */
export function mergeLegs(legs: readonly DecodedLeg[]): DecodedRecord {
  const [first] = legs;
  if (first === undefined) throw new RangeError("a call has at least one leg");
  let startedAt = first.record.startedAt.getTime();
  let durationSeconds = 0;
  for (const { record } of legs) {
    startedAt = Math.min(startedAt, record.startedAt.getTime());
    durationSeconds = Math.max(durationSeconds, record.durationSeconds);
  }
  return {
    kind: first.record.kind,
    callId: first.call,
    startedAt: new Date(startedAt),
    durationSeconds,
    ringSeconds: firstKnown(legs, "ringSeconds"),
    direction: firstKnown(legs, "direction"),
    disposition: firstKnown(legs, "disposition"),
    extension: firstKnown(legs, "extension"),
    queue: firstKnown(legs, "queue"),
    trunk: firstKnown(legs, "trunk"),
    costCents: firstKnown(legs, "costCents"),
    partOf: firstKnown(legs, "partOf"),
    ...qualityOf(legs),
    values: uniqueValues(legs),
  };
}

/** Most dialects measure nothing, and then their records have no such field. */
function qualityOf(legs: readonly DecodedLeg[]): Pick<DecodedRecord, "quality"> | null {
  if (legs.every((leg) => leg.record.quality == null)) return null;
  return { quality: worstQuality(legs.map((leg) => leg.record.quality)) };
}

/** The leg as it stands `by` bytes further on, in the joined frames of its call. */
export function shiftLeg(leg: DecodedLeg, by: number): DecodedLeg {
  if (by === 0) return leg;
  const values = leg.record.values.map((value) => ({ ...value, start: value.start + by, end: value.end + by }));
  return { ...leg, record: { ...leg.record, values } };
}

/** Where the next frame begins among the joined frames of a call: lines come without their line feed, all others are whole. */
export function gapOf(framing: Framing): "" | "\n" {
  if (framing.kind === "utf-16le") return gapOf(framing.of);
  return framing.kind === "line" ? "\n" : "";
}

/** A frame and what it tells of its call. */
export interface LegFrame {
  readonly bytes: Uint8Array;
  readonly leg: DecodedLeg;
}

/**
 * The frames of a call one after the other, and its legs with offsets in them. What was sent again stands there once, even if
 * its frame has another delay or sequence number in it.
 */
export function joinFrames(
  framing: Framing,
  frames: readonly LegFrame[],
): { readonly bytes: Buffer; readonly legs: readonly DecodedLeg[] } {
  const gap = Buffer.from(gapOf(framing));
  const parts: Uint8Array[] = [];
  const legs: DecodedLeg[] = [];
  const isNew = newLegs();
  let length = 0;
  for (const { bytes, leg } of frames) {
    if (!isNew(leg)) continue;
    if (parts.length > 0) {
      parts.push(gap);
      length += gap.length;
    }
    parts.push(bytes);
    legs.push(shiftLeg(leg, length));
    length += bytes.length;
  }
  return { bytes: Buffer.concat(parts, length), legs };
}

/** Whether both tell the same, wherever it stands: a leg and the same sent again. */
export function sameLeg(a: DecodedLeg, b: DecodedLeg): boolean {
  return a.part === b.part && a.call === b.call && sameFacts(a.record, b.record) && sameValues(a.record, b.record);
}

function sameFacts(a: DecodedRecord, b: DecodedRecord): boolean {
  return (
    a.startedAt.getTime() === b.startedAt.getTime() &&
    a.durationSeconds === b.durationSeconds &&
    a.ringSeconds === b.ringSeconds &&
    a.kind === b.kind &&
    a.callId === b.callId &&
    a.direction === b.direction &&
    a.disposition === b.disposition &&
    a.extension === b.extension &&
    a.queue === b.queue &&
    a.trunk === b.trunk &&
    a.costCents === b.costCents &&
    a.partOf === b.partOf &&
    measuredBy(a) === measuredBy(b)
  );
}

function sameValues({ values: a }: DecodedRecord, { values: b }: DecodedRecord): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => one.role === b[at]?.role && one.class === b[at].class && one.text === b[at].text)
  );
}

function measuredBy({ quality }: DecodedRecord): string {
  return quality == null ? "" : Object.values(quality).join(" ");
}

/** NUL stands in none of the texts but by damage, and then what is taken for the same is damage, too. */
function toldBy({ call, part, record: r }: DecodedLeg): string {
  let told = `${call}\0${part}\0${r.kind}\0${r.callId}\0${r.startedAt.getTime()}\0${r.durationSeconds}\0${r.ringSeconds}\0${r.direction}`;
  told += `\0${r.disposition}\0${r.extension}\0${r.queue}\0${r.trunk}\0${r.costCents}\0${r.partOf}`;
  if (r.quality != null) told += `\0${measuredBy(r)}`;
  for (const value of r.values) told += `\0${value.role}\0${value.class}\0${value.text}`;
  return told;
}

function firstKnown<K extends Exclude<keyof DecodedRecord, "quality">>(
  legs: readonly DecodedLeg[],
  fact: K,
): DecodedRecord[K] | null {
  for (const { record } of legs) if (record[fact] !== null) return record[fact];
  return null;
}

function uniqueValues(legs: readonly DecodedLeg[]): DecodedValue[] {
  const seen = new SeenValues();
  const values: DecodedValue[] = [];
  for (const { record } of legs) for (const value of record.values) if (seen.addWithRole(value)) values.push(value);
  return values;
}
