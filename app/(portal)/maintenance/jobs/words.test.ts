import assert from "node:assert/strict";
import { test } from "node:test";
import { JOB_NAMES } from "#server/jobs/catalogue.ts";
import { en } from "../../../_ui/messages/en.ts";
import { sv } from "../../../_ui/messages/sv.ts";
import { wordsOf } from "../../../_ui/words.ts";
import { scheduleText, titleOf } from "./words.ts";

test("every job of the catalogue has its name and what it does in both languages", () => {
  for (const words of [wordsOf("sv", sv), wordsOf("en", en)]) {
    for (const name of JOB_NAMES) {
      assert.notEqual(titleOf(name, words), name);
      assert.ok(words.known(`job.${name}.help`) !== null, name);
    }
  }
});

test("a schedule is told in words", () => {
  const words = wordsOf("en", en);
  const nextAt = new Date("2026-11-22T03:40:00Z");
  const told = (schedule: string | null) => scheduleText({ schedule, nextAt }, words);
  assert.equal(told("*/15 * * * *"), "every 15 minutes");
  assert.equal(told("* * * * *"), "every minute");
  assert.equal(told("20 */6 * * *"), "every 6 hours, at :20");
  assert.equal(told("5 * * * *"), "every hour, at :05");
  assert.match(told("40 3 * * *"), /^daily \d\d:\d\d$/);
  assert.equal(told("0 5 * * 1"), "0 5 * * 1 UTC");
  assert.equal(told(null), "when asked for");
});
