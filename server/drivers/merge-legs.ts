import { worstQuality } from "../domain/quality.ts";
import type { DecodedLeg, DecodedRecord, DecodedValue, Framing, Join } from "./driver.ts";

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
  const seen = new Set<string>();
  return legs.filter((leg) => seen.size !== seen.add(toldBy(leg)).size);
}

/**
 * One record of the legs of a call: each fact from the first leg that knows it, the earliest start, the longest duration, and
 * every value once. Which ring and talk times are the call's own, a driver says afterwards. At least one leg.
 */
export function mergeLegs(legs: readonly DecodedLeg[]): DecodedRecord {
  const [first] = legs;
  if (first === undefined) throw new RangeError("a call has at least one leg");
  const records = legs.map((leg) => leg.record);
  return {
    kind: first.record.kind,
    callId: first.call,
    startedAt: new Date(Math.min(...records.map((record) => record.startedAt.getTime()))),
    durationSeconds: Math.max(...records.map((record) => record.durationSeconds)),
    ringSeconds: firstKnown(records, "ringSeconds"),
    direction: firstKnown(records, "direction"),
    disposition: firstKnown(records, "disposition"),
    extension: firstKnown(records, "extension"),
    queue: firstKnown(records, "queue"),
    trunk: firstKnown(records, "trunk"),
    costCents: firstKnown(records, "costCents"),
    partOf: firstKnown(records, "partOf"),
    ...qualityOf(records),
    values: uniqueValues(records.flatMap((record) => record.values)),
  };
}

/** Most dialects measure nothing, and then their records have no such field. */
function qualityOf(records: readonly DecodedRecord[]): Pick<DecodedRecord, "quality"> {
  const quality = worstQuality(records.map((record) => record.quality));
  return quality === null ? {} : { quality };
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
  const seen = new Set<string>();
  let length = 0;
  for (const { bytes, leg } of frames) {
    const told = toldBy(leg);
    if (seen.has(told)) continue;
    seen.add(told);
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
  return toldBy(a) === toldBy(b);
}

/** NUL stands in none of the texts but by damage, and then what is taken for the same is damage, too. */
function toldBy({ call, part, record: r }: DecodedLeg): string {
  let told = `${call}\0${part}\0${r.kind}\0${r.callId}\0${r.startedAt.getTime()}\0${r.durationSeconds}\0${r.ringSeconds}\0${r.direction}`;
  told += `\0${r.disposition}\0${r.extension}\0${r.queue}\0${r.trunk}\0${r.costCents}\0${r.partOf}`;
  if (r.quality != null) told += `\0${Object.values(r.quality).join(" ")}`;
  for (const value of r.values) told += `\0${value.role}\0${value.class}\0${value.text}`;
  return told;
}

function firstKnown<K extends Exclude<keyof DecodedRecord, "quality">>(
  records: readonly DecodedRecord[],
  fact: K,
): DecodedRecord[K] | null {
  for (const record of records) if (record[fact] !== null) return record[fact];
  return null;
}

function uniqueValues(values: readonly DecodedValue[]): DecodedValue[] {
  const known = new Map<string, DecodedValue>();
  for (const value of values) {
    const key = `${value.role} ${value.class} ${value.text}`;
    if (!known.has(key)) known.set(key, value);
  }
  return [...known.values()];
}
