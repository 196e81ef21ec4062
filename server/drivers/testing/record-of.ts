import assert from "node:assert/strict";
import type { Decoded, DecodedRecord, Driver } from "../driver.ts";
import { type DecodedFrame, freshContext, recordsIn } from "./decode-file.ts";
import { type Call, FICTION, type Specimen } from "./specimen.ts";

/** What the specimen's record of the call becomes, once all its frames have come. */
export interface ReadCall {
  readonly records: readonly DecodedRecord[];
  readonly frames: readonly Decoded[];
}

export function recordOf(driver: Driver, specimen: Specimen, call: Partial<Call>, receivedAt?: string): ReadCall {
  const written = specimen.record({
    startedAt: "2026-03-02 08:15:00",
    answered: true,
    calling: FICTION.mobile,
    ...call,
  });
  const options = specimen.options ?? {};
  const decode = driver.configure(options);
  const context = freshContext(receivedAt);
  const parts = Array.isArray(written) ? written : [written];
  const frames: DecodedFrame[] = parts.map((part) => {
    const frame = Buffer.from(part);
    return { frame, decoded: decode(frame, context) };
  });
  return { records: recordsIn(driver, options, frames), frames: frames.map((each) => each.decoded) };
}

export function onlyRecord({ records, frames }: ReadCall): DecodedRecord {
  const [record, ...more] = records;
  const reasons = frames.map((decoded) => ("reason" in decoded ? decoded.reason : decoded.kind));
  assert.ok(record !== undefined && more.length === 0, `${records.length} records of ${reasons.join("; ")}`);
  return record;
}
