import { framingOf } from "../catalogue.ts";
import type { DecodeContext, Decoded, DecodedLeg, DecodedRecord, Decoder, Driver, DriverOptions } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { joinFrames, type LegFrame } from "../merge-legs.ts";

export interface DecodedFrame {
  readonly frame: Buffer;
  readonly decoded: Decoded;
}

export function freshContext(receivedAt = "2026-03-02T09:00:00Z"): DecodeContext {
  return { receivedAt: new Date(receivedAt), timeZone: "Europe/Stockholm", state: {} };
}

export function framesOf(driver: Driver, options: DriverOptions, file: Buffer): Buffer[] {
  const framer = createFramer(framingOf(driver, options));
  return [...framer.push(file), ...framer.finish()].map((frame) => frame.bytes);
}

export function decodeFile(
  driver: Driver,
  options: DriverOptions,
  file: Buffer,
  decode: Decoder = driver.configure(options),
): DecodedFrame[] {
  const context = freshContext();
  return framesOf(driver, options, file).map((frame) => ({ frame, decoded: decode(frame, context) }));
}

export interface CallLegs {
  readonly bytes: Buffer;
  readonly legs: readonly DecodedLeg[];
}

/** The legs of each call, and their frames one after the other. */
export function callsOf(driver: Driver, options: DriverOptions, frames: readonly DecodedFrame[]): CallLegs[] {
  const byCall = new Map<string, LegFrame[]>();
  for (const { frame, decoded } of frames) {
    if (decoded.kind !== "leg") continue;
    const legs = byCall.get(decoded.leg.call) ?? [];
    legs.push({ bytes: frame, leg: decoded.leg });
    byCall.set(decoded.leg.call, legs);
  }
  return [...byCall.values()].map((legs) => joinFrames(framingOf(driver, options), legs));
}

/** What the frames tell once everything has come: records by themselves, then the calls that were told in legs. */
export function recordsIn(
  driver: Driver,
  options: DriverOptions,
  frames: readonly DecodedFrame[],
): readonly DecodedRecord[] {
  const alone = frames.flatMap(({ decoded }) => (decoded.kind === "records" ? decoded.records : []));
  const merged = callsOf(driver, options, frames).flatMap(({ legs }) => driver.join?.merge(legs, true) ?? []);
  return [...alone, ...merged];
}
