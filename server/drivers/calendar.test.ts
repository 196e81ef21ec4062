import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf } from "./calendar.ts";
import { sameNumber } from "./values.ts";
import { readCents, readClockSeconds } from "./durations.ts";

const at = (received: string) => ({ receivedAt: new Date(received), timeZone: "Europe/Stockholm" });

test("a time without a year belongs to the last year in which it is not in the future, over New Year and the leap day", () => {
  const eve = { month: 12, day: 31, hour: 23, minute: 59 };
  assert.equal(instantOf(eve, at("2026-01-01T00:10:00Z"))?.toISOString(), "2025-12-31T22:59:00.000Z");
  assert.equal(instantOf(eve, at("2026-12-31T23:10:00Z"))?.toISOString(), "2026-12-31T22:59:00.000Z");
  const first = { month: 1, day: 1, hour: 0, minute: 5 };
  assert.equal(instantOf(first, at("2025-12-31T22:50:00Z"))?.toISOString(), "2025-12-31T23:05:00.000Z");
  assert.equal(instantOf(first, at("2025-12-30T12:00:00Z"))?.toISOString(), "2024-12-31T23:05:00.000Z");
  const leap = { month: 2, day: 29, hour: 12, minute: 0 };
  assert.equal(instantOf(leap, at("2027-03-01T12:00:00Z"))?.toISOString(), "2024-02-29T11:00:00.000Z");
  assert.equal(instantOf({ ...leap, day: 30 }, at("2027-03-01T12:00:00Z")), null);
  assert.equal(instantOf({ ...first, hour: 24 }, at("2027-03-01T12:00:00Z")), null);
});

test("two digits of a year are read from 1970 to 2069", () => {
  const parts = { month: 6, day: 1, hour: 12, minute: 0 };
  assert.equal(
    instantOf({ ...parts, year: 26 }, at("2026-06-02T00:00:00Z"))?.toISOString(),
    "2026-06-01T10:00:00.000Z",
  );
  assert.equal(
    instantOf({ ...parts, year: 98 }, at("2026-06-02T00:00:00Z"))?.toISOString(),
    "1998-06-01T10:00:00.000Z",
  );
});

test("durations as PBXs write them, and nothing else, are seconds", () => {
  const read = {
    "1:02:03": 3723,
    "0012:00:00": 43_200,
    "02:03": 123,
    "0:01'23": 83,
    "1'05": 65,
    "00:00:09.5": 9,
    "75:10": 4510,
  };
  for (const [text, seconds] of Object.entries(read)) assert.equal(readClockSeconds(text), seconds, text);
  assert.equal(readClockSeconds("1.02:03:04"), 93_784);
  assert.equal(readClockSeconds("00:00:05.1234567"), 5);
  for (const text of ["", "1:60:00", "00:61", "12", "-1:00", "1:2:3", "aa:bb", "1.24:00:00", "1.02:03"])
    assert.equal(readClockSeconds(text), -1, text);
});

test("amounts are read in hundredths", () => {
  const read = { "$00.00": 0, "12.50": 1250, "0001,45": 145, "-0.03": -3, "0.0618": 6 };
  for (const [text, cents] of Object.entries(read)) assert.equal(readCents(text), cents, text);
  for (const text of ["", "abc", "12.3.4"]) assert.equal(readCents(text), null, text);
});

test("a number with another prefix is the same one, a number cut short is not", () => {
  assert.ok(sameNumber("+46701740605", "0701740605") && sameNumber("0701740605", "90701740605"));
  for (const [a, b] of [
    ["0701740605", "01740605"],
    ["01740605", "0701740605"],
    ["0701740605", "0701740606"],
  ] as const)
    assert.ok(!sameNumber(a, b), `${a} ${b}`);
});
