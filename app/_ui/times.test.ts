import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "./bytes.ts";
import { en } from "./messages/en.ts";
import { addDaysTo, ago, clockTime, dayOf, daysFrom, longDay } from "./times.ts";
import { wordsOf } from "./words.ts";

const words = wordsOf("en", en);

test("an instant is written in the company's zone, in 24 hours, over both DST nights", () => {
  assert.equal(clockTime(new Date("2026-03-29T00:59:59Z"), "Europe/Stockholm"), "2026-03-29 01:59:59");
  assert.equal(clockTime(new Date("2026-03-29T01:00:00Z"), "Europe/Stockholm"), "2026-03-29 03:00:00");
  assert.equal(clockTime(new Date("2026-10-25T01:00:00Z"), "Europe/Stockholm"), "2026-10-25 02:00:00");
  assert.equal(dayOf(new Date("2026-12-31T23:30:00Z"), "Europe/Stockholm"), "2027-01-01");
});

test("days are counted as calendar days, whatever the clocks did between them", () => {
  assert.equal(daysFrom("2026-03-28", "2026-03-30"), 2);
  assert.equal(daysFrom("2026-12-31", "2027-01-01"), 1);
  assert.equal(addDaysTo("2028-02-28", 1), "2028-02-29");
  assert.equal(longDay("2027-03-21", words), "21 Mar 2027");
});

test("how long ago is said in the largest unit that fits, and never of the future", () => {
  const now = new Date("2026-05-04T12:00:00Z");
  const before = (seconds: number) => ago(new Date(now.getTime() - seconds * 1000), now, words);
  assert.equal(before(-5), "just now");
  assert.equal(before(59), "59 seconds ago");
  assert.equal(before(60), "1 minute ago");
  assert.equal(before(3 * 86_400), "3 days ago");
});

test("sizes are written with one decimal from the first thousand on", () => {
  assert.equal(bytes(0, words), "0 B");
  assert.equal(bytes(999, words), "999 B");
  assert.equal(bytes(1000, words), "1 kB");
  assert.equal(bytes(726_300, words), "726.3 kB");
});
