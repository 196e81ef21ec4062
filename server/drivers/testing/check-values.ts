import assert from "node:assert/strict";
import type { Decoded, DecodedRecord } from "../driver.ts";
import { decodeRange } from "../text.ts";

/** Ranges inside the frame, apart from one another, and the text of each one there (escapes aside). */
export function checkValues(frame: Uint8Array, decoded: Decoded): void {
  for (const record of recordsOf(decoded)) {
    assert.ok(!Number.isNaN(record.startedAt.getTime()));
    assert.ok(Number.isSafeInteger(record.durationSeconds) && record.durationSeconds >= 0);
    const values = [...record.values].sort((a, b) => a.start - b.start);
    let end = 0;
    for (const value of values) {
      assert.ok(
        value.start >= end && value.end > value.start && value.end <= frame.length,
        "ranges are apart and inside",
      );
      const bytes = decodeRange(frame, value.start, value.end);
      if (!/["'\\&%]/.test(bytes)) assert.equal(value.text, bytes);
      end = value.end;
    }
  }
}

/** The records of a frame; of a leg, what it tells by itself. */
export function recordsOf(decoded: Decoded): readonly DecodedRecord[] {
  if (decoded.kind === "records") return decoded.records;
  return decoded.kind === "leg" ? [decoded.leg.record] : [];
}
