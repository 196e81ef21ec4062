import assert from "node:assert/strict";
import { test } from "node:test";
import { JOB_NAMES, scheduleOf } from "./catalogue.ts";
import { nextRun } from "./next-run.ts";

test("the next run is the next minute that the schedule names", () => {
  const from = new Date("2026-11-22T04:47:30Z");
  const cases: [string, string | null][] = [
    ["*/15 * * * *", "2026-11-22T05:00:00.000Z"],
    ["20 */6 * * *", "2026-11-22T06:20:00.000Z"],
    ["* * * * *", "2026-11-22T04:48:00.000Z"],
    ["47 4 * * *", "2026-11-23T04:47:00.000Z"],
    ["0 3 1 1 *", "2027-01-01T03:00:00.000Z"],
    ["0 5,17 * * 1", "2026-11-23T05:00:00.000Z"],
    ["0 0 31 2 *", null],
    ["every day", null],
  ];
  for (const [cron, expected] of cases) assert.equal(nextRun(cron, from)?.toISOString() ?? null, expected, cron);
});

test("every schedule of the catalogue can be told", () => {
  for (const name of JOB_NAMES) {
    const cron = scheduleOf(name);
    if (cron !== null) assert.ok(nextRun(cron, new Date()) !== null, name);
  }
});
