import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, dayIn, daysBetween, startOfDay, zonedInstant } from "./zoned-time.ts";

const ZONES = [
  "Europe/Stockholm",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/Sao_Paulo",
  "UTC",
  "Pacific/Apia",
];
const at = (text: string, zone: string) => {
  const [y = 0, m = 0, d = 0, h = 0, mi = 0, s = 0] = text.split(/\D/).map(Number);
  return zonedInstant(y, m, d, h, mi, s, zone).toISOString();
};

test("the hour that comes twice is read as the first, the hour that is skipped moves forward", () => {
  assert.equal(at("2025-10-26 02:30:00", "Europe/Stockholm"), "2025-10-26T00:30:00.000Z");
  assert.equal(at("2025-10-26 03:00:00", "Europe/Stockholm"), "2025-10-26T02:00:00.000Z");
  assert.equal(at("2025-10-26 01:59:59", "Europe/Stockholm"), "2025-10-25T23:59:59.000Z");
  assert.equal(at("2025-03-30 02:30:00", "Europe/Stockholm"), "2025-03-30T01:30:00.000Z");
  assert.equal(at("2025-03-30 03:00:00", "Europe/Stockholm"), "2025-03-30T01:00:00.000Z");
  assert.equal(at("2025-11-02 01:30:00", "America/New_York"), "2025-11-02T05:30:00.000Z");
  assert.equal(at("2025-03-09 02:15:00", "America/New_York"), "2025-03-09T07:15:00.000Z");
});

test("every instant comes back from its local time, but for the second pass of a repeated hour", () => {
  let state = 11;
  let ambiguous = 0;
  for (let i = 0; i < 3_000; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const zone = ZONES[i % ZONES.length] ?? "UTC";
    const instant = new Date(Date.UTC(2005, 0, 1) + (state % 700_000_000) * 1000);
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(
      instant,
    );
    if (at(local, zone) !== instant.toISOString()) {
      assert.ok(new Date(at(local, zone)) < instant, `${local} ${zone}`);
      ambiguous++;
    }
    assert.equal(dayIn(zone, instant), local.slice(0, 10), `${instant.toISOString()} ${zone}`);
  }
  assert.ok(ambiguous < 10, `${ambiguous} of 3,000 did not come back`);
});

test("a day begins at its first instant, where the clock skips midnight too", () => {
  assert.equal(startOfDay("2025-06-01", "Europe/Stockholm").toISOString(), "2025-05-31T22:00:00.000Z");
  assert.equal(startOfDay("2018-11-04", "America/Sao_Paulo").toISOString(), "2018-11-04T03:00:00.000Z");
  assert.equal(dayIn("America/Sao_Paulo", startOfDay("2018-11-04", "America/Sao_Paulo")), "2018-11-04");
});

test("days are counted over leap years and new year", () => {
  assert.equal(addDays("2024-02-28", 2), "2024-03-01");
  assert.equal(addDays("2026-01-01", -1), "2025-12-31");
  assert.equal(daysBetween("2025-12-31", "2026-01-02"), 2);
  assert.equal(addDays("2026-01-01", 365_250), "3026-01-09");
});
