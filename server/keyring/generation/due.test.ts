import assert from "node:assert/strict";
import { test } from "node:test";
import { hoursLate, isDue, nextGenerationAt } from "./due.ts";

const at = (text: string) => new Date(text);
const BEGUN = at("2026-06-14T02:10:03Z");

test("a generation is due in the same night of the next week, and not in the one before", () => {
  assert.equal(nextGenerationAt(BEGUN, at("2026-06-15T00:00:00Z")).toISOString(), "2026-06-21T02:10:00.000Z");
  assert.equal(isDue(BEGUN, at("2026-06-20T02:10:00Z")), false);
  assert.equal(isDue(BEGUN, at("2026-06-21T02:10:00Z")), true);
});

test("what was begun by hand at noon is due within seven days", () => {
  const noon = at("2026-06-14T12:00:00Z");
  const next = nextGenerationAt(noon, noon);
  assert.equal(next.toISOString(), "2026-06-21T02:10:00.000Z");
  assert.ok(next.getTime() - noon.getTime() <= 7 * 86_400_000);
});

test("a missed one comes with the next night and is late a day after it was due, never before", () => {
  assert.equal(nextGenerationAt(BEGUN, at("2026-06-25T12:00:00Z")).toISOString(), "2026-06-26T02:10:00.000Z");
  assert.equal(hoursLate(BEGUN, at("2026-06-22T02:09:59Z")), 0);
  assert.equal(hoursLate(BEGUN, at("2026-06-22T02:10:00Z")), 24);
  assert.equal(hoursLate(BEGUN, at("2026-06-23T02:10:00Z")), 48);
});
