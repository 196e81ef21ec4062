import assert from "node:assert/strict";
import { test } from "node:test";
import { readLocalTime, readSeconds } from "./local-time.ts";

const read = (text: string, zone = "Europe/Stockholm"): string | null =>
  readLocalTime(`<${text}>`, 1, text.length + 1, zone)?.toISOString() ?? null;

test("local times are read with every separator, fraction and zone that systems write", () => {
  const noon = "2026-03-02T11:00:00.000Z";
  for (const text of [
    "2026-03-02 12:00:00",
    "2026-03-02T12:00:00",
    "2026/03/02 12:00:00",
    "2026-3-2 12:00",
    "2026-03-02 12:00:00.000",
  ]) {
    assert.equal(read(text), noon, text);
  }
  for (const text of ["2026-03-02T11:00:00Z", "2026-03-02 13:00:00+02:00", "2026-03-02 06:00:00.000 -0500"]) {
    assert.equal(read(text), noon, text);
  }
  assert.equal(read("2017-12-06 14:34:33.120"), "2017-12-06T13:34:33.120Z");
  assert.equal(read("2026-03-02 12:00:00", "America/New_York"), "2026-03-02T17:00:00.000Z");
});

test("what is no moment of the calendar is none", () => {
  const wrong = [
    "",
    "2026-02-29 10:00:00",
    "2026-04-31 10:00:00",
    "2026-13-01 10:00:00",
    "2026-00-10 10:00:00",
    "2026-01-00 10:00:00",
    "2026-01-01 24:00:00",
    "2026-01-01 10:60:00",
    "2026-01/01 10:00:00",
    "2026-01-01x10:00:00",
    "2026-01-01 10-00-00",
    "2026-01-01 10:00:00 tomorrow",
    "2026-01-01 10:00:00.",
    "1969-12-31 10:00:00",
    "yesterday at three o'clock",
  ];
  for (const text of wrong) assert.equal(read(text), null, text);
});

test("seconds are whole numbers that the database can hold", () => {
  const seconds = (text: string): number => readSeconds(text, 0, text.length);
  assert.deepEqual(["0", "61", "61.4", "61.6", "2147483647"].map(seconds), [0, 61, 61, 62, 2147483647]);
  assert.deepEqual(
    ["", "-1", "1e3", " 5", "5.", ".5", "1.2.3", "2147483648", "9".repeat(30)].map(seconds),
    Array(9).fill(-1),
  );
});
