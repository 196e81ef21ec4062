import type { DecodeContext } from "#server/drivers/driver.ts";
import { createFramer, type Frame } from "#server/drivers/framing.ts";
import { callsOf, joinFrames, type LegFrame } from "#server/drivers/merge-legs.ts";
import type { DriverFile } from "./driver-file.ts";

/** As the collector reads. */
const CHUNK_BYTES = 256 * 1024;

/** Frames, decodes and joins the file as ingest does, and keeps nothing. Answers how many records it came to. */
export function readFile({ driver, options, framing, bytes, before, round }: DriverFile): number {
  const decode = driver.configure(options);
  const context: DecodeContext = {
    receivedAt: new Date("2026-03-02T09:00:00Z"),
    timeZone: "Europe/Stockholm",
    state: {},
  };
  const framer = createFramer(framing);
  const legs = new Map<string, LegFrame[]>();
  let records = 0;
  let left = before + round;
  const join = () => {
    if (driver.join !== undefined)
      for (const call of legs.values())
        records += callsOf(driver.join, joinFrames(framing, call).legs, true)?.length ?? 0;
    legs.clear();
    left = round;
  };
  const take = (frames: readonly Frame[]) => {
    for (const frame of frames) {
      const decoded = decode(frame.bytes, context);
      if (decoded.kind === "records") records += decoded.records.length;
      else if (decoded.kind === "leg") {
        const known = legs.get(decoded.leg.call);
        const leg = { bytes: frame.bytes, leg: decoded.leg };
        if (known === undefined) legs.set(decoded.leg.call, [leg]);
        else known.push(leg);
      }
      if (--left === 0) join();
    }
  };
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) take(framer.push(bytes.subarray(at, at + CHUNK_BYTES)));
  take(framer.finish());
  join();
  return records;
}
