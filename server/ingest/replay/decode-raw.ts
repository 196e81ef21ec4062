import type { DecodedRecord, Framing } from "../../drivers/driver.ts";
import { createFramer } from "../../drivers/framing.ts";
import { callsOf, joinFrames } from "../../drivers/merge-legs.ts";
import { contextOf, decodeFrame } from "../decode-frames.ts";
import type { SourceSettings } from "../source-settings.ts";
import { whyNotStorable } from "../storable.ts";

/** The calls that a raw record tells, as the driver of `settings` reads it; null where it is not understood, or tells no call. */
export function decodeRaw(
  settings: SourceSettings,
  frame: Buffer,
  receivedAt: Date,
  state: Readonly<Record<string, unknown>>,
): readonly DecodedRecord[] | null {
  const context = contextOf(settings, receivedAt, structuredClone(state) as Record<string, unknown>);
  const { joining } = settings;
  if (joining === undefined) {
    const decoded = decodeFrame(settings, { bytes: frame }, context);
    if (decoded.kind === "leg") return storable([decoded.leg.record]);
    return decoded.kind === "records" ? storable(decoded.records) : null;
  }
  const frames = framesIn(joining.framing, frame);
  const legs = [];
  for (const bytes of frames) {
    const decoded = decodeFrame(settings, { bytes }, context);
    if (decoded.kind === "records" && frames.length === 1) return storable(decoded.records);
    if (decoded.kind !== "leg") return null;
    legs.push({ bytes, leg: decoded.leg });
  }
  if (legs.length === 0) return null;
  const joined = joinFrames(joining.framing, legs);
  // What is cut otherwise than it stands in the raw record would put its values in other places.
  if (!joined.bytes.equals(frame)) return null;
  const calls = callsOf(joining.join, joined.legs, true);
  return calls === null ? null : storable(calls);
}

/** The frames that a raw record of a joined call was put together from. */
export function framesIn(framing: Framing, frame: Buffer): Buffer[] {
  const framer = createFramer(framing);
  return [...framer.push(frame), ...framer.finish()].map(({ bytes }) => Buffer.from(bytes));
}

function storable(records: readonly DecodedRecord[]): readonly DecodedRecord[] | null {
  if (records.length === 0) return null;
  return records.every((record) => whyNotStorable(record) === null) ? records : null;
}
