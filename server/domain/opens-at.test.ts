import assert from "node:assert/strict";
import { test } from "node:test";
import { ALWAYS, OFFICE } from "./office-hours.ts";
import { opensAt } from "./opens-at.ts";

const at = (text: string, calendar = OFFICE) => opensAt(calendar, new Date(text), "Europe/Stockholm")?.toISOString();

test("an office opens in the morning after a night, a weekend or a holiday, and is open while people work", () => {
  assert.equal(at("2026-06-15T08:00:00Z"), "2026-06-15T08:00:00.000Z");
  assert.equal(at("2026-06-15T03:00:00Z"), "2026-06-15T06:00:00.000Z");
  assert.equal(at("2026-06-15T15:00:00Z"), "2026-06-16T06:00:00.000Z");
  // Midsummer: the eve is a Friday.
  assert.equal(at("2026-06-18T15:00:00Z"), "2026-06-22T06:00:00.000Z");
  assert.equal(at("2026-06-18T23:00:00Z", ALWAYS), "2026-06-18T23:00:00.000Z");
  assert.equal(at("2026-06-18T23:00:00Z", { ...ALWAYS, week: [[], [], [], [], [], [], []] }), undefined);
});
