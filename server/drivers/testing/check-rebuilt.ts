import assert from "node:assert/strict";
import { canonicalPhone, type NumberSite, readNumber } from "../../domain/numbers/index.ts";
import { cut, rebuild } from "../../domain/raw/index.ts";
import { readSsn } from "../../domain/ssn.ts";
import type { DecodedRecord, DecodedValue } from "../driver.ts";
import { decodeRange } from "../text.ts";

/** Cuts the values as ingest does, and puts back what was cut. `whole`: the frame is no damaged one. */
export function checkRebuilt(frame: Uint8Array, records: readonly DecodedRecord[], whole: boolean): void {
  const values = records.flatMap((record) =>
    record.values.map((value) => ({ ...value, canonical: canonicalOf(record, value) })),
  );
  const known = values.filter((value) => value.canonical !== null);
  const { skeleton, holes } = cut(frame, known);
  for (const { canonical, start, end } of known) {
    const written = Buffer.from(frame.subarray(start, end));
    if (written.length >= 8 && canonical !== null)
      assert.ok(!skeleton.includes(written), "a cut value stands nowhere else");
  }
  const { bytes, complete } = rebuild(
    skeleton,
    holes,
    known.map((value) => value.canonical),
  );
  if (complete) assert.deepEqual(bytes, Buffer.from(frame));
  // What is written with escapes or is damaged cannot always be kept as written: then its hole stays empty, and says so.
  const plain = known.every((value) => value.text === decodeRange(frame, value.start, value.end));
  if (whole && plain) assert.ok(complete);
}

const SITE: NumberSite = { country: "SE", outsideLine: "9", extensionDigits: null, internationalPrefix: null };

function canonicalOf(record: DecodedRecord, value: DecodedValue): string | null {
  if (value.class === "phone") return canonicalPhone(readNumber(value.text, SITE));
  return value.class === "ssn" ? (readSsn(value.text, record.startedAt)?.canonical ?? null) : value.text;
}
