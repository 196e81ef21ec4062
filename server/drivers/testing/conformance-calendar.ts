import assert from "node:assert/strict";
import { test } from "node:test";
import type { Driver } from "../driver.ts";
import { onlyRecord, recordOf } from "./record-of.ts";
import type { Specimen, TimeOfRecord } from "./specimen.ts";

/** What the clocks of Stockholm showed, and when that was. */
const NIGHTS = [
  ["2026-03-29 01:59:59", "2026-03-29T00:59:59.000Z"],
  ["2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z"],
  ["2026-03-29 03:00:00", "2026-03-29T01:00:00.000Z"],
  ["2026-10-25 01:59:59", "2026-10-24T23:59:59.000Z"],
  ["2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25 03:00:00", "2026-10-25T02:00:00.000Z"],
  ["2026-06-30 23:59:59", "2026-06-30T21:59:59.000Z"],
  ["2026-07-01 00:00:00", "2026-06-30T22:00:00.000Z"],
  ["2025-12-31 23:59:59", "2025-12-31T22:59:59.000Z"],
  ["2026-01-01 00:00:00", "2025-12-31T23:00:00.000Z"],
  ["2028-02-29 12:00:00", "2028-02-29T11:00:00.000Z"],
] as const;

/** Days and hours that no calendar has. */
const NEVER = ["2026-02-30 10:00:00", "2026-13-01 10:00:00", "2026-01-01 24:00:00", "0000-00-00 00:00:00"] as const;

/** Times of the site. */
export function calendar(driver: Driver, specimen: Specimen): void {
  const time: TimeOfRecord = specimen.time ?? { why: "local time with a date" };
  test(`${driver.id}: local time is read through both nights of the clock change, midnight and new year`, () => {
    assert.ok(time.why.length > 0);
    const nights = NIGHTS.filter(([local]) => local >= (time.from ?? "") && local <= (time.to ?? "9999"));
    assert.ok(nights.length > 0, "there is some time that it can write");
    const talk = onlyRecord(recordOf(driver, specimen, {})).durationSeconds;
    for (const [local, instant] of nights) {
      const expected = expectedOf(local, instant, time);
      const record = onlyRecord(recordOf(driver, specimen, { startedAt: local }, receivedAfter(expected, time)));
      assert.equal(record.startedAt.toISOString(), expected, local);
      assert.equal(record.durationSeconds, talk, "the duration is the PBX's, not end minus start");
    }
  });

  if (specimen.exceptions?.["impossible-days"] !== undefined) return;
  test(`${driver.id}: a day that the calendar does not have is an undefined line`, () => {
    for (const startedAt of NEVER) {
      if (time.lacks === "date" && !startedAt.endsWith("24:00:00")) continue;
      const { records, frames } = recordOf(driver, specimen, { startedAt });
      assert.equal(records.length, 0, startedAt);
      assert.ok(
        frames.some((decoded) => decoded.kind === "undefined"),
        startedAt,
      );
    }
  });
}

function expectedOf(local: string, instant: string, time: TimeOfRecord): string {
  const at = new Date(time.zone === "utc" ? `${local.replace(" ", "T")}Z` : instant);
  if (time.resolution === "minute") at.setUTCSeconds(0);
  return at.toISOString();
}

/** Two hours on, where the date comes from reception; else any time will do, and an early one shows that it does. */
function receivedAfter(expected: string, time: TimeOfRecord): string | undefined {
  if (time.lacks === undefined) return undefined;
  return new Date(Date.parse(expected) + 2 * 3_600_000).toISOString();
}
