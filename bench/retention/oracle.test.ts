import assert from "node:assert/strict";
import { test } from "node:test";
import { mustBeGoneAt } from "./oracle.ts";

const gone = (zone: string, called: string, keptDays: number, received = called) =>
  new Date(
    mustBeGoneAt({ zone, calledAt: new Date(called), receivedAt: new Date(received), keptDays }) ?? 0,
  ).toISOString();

test("the oracle agrees with cases worked out by hand", () => {
  assert.equal(gone("Europe/Stockholm", "2026-06-10T08:00:00Z", 7), "2026-06-17T22:00:00.000Z");
  assert.equal(
    gone("Europe/Stockholm", "2026-10-20T08:00:00Z", 7),
    "2026-10-27T23:00:00.000Z",
    "winter time began between",
  );
  assert.equal(
    gone("Europe/Stockholm", "2026-06-10T22:30:00Z", 0),
    "2026-06-11T22:00:00.000Z",
    "it is the eleventh there",
  );
  assert.equal(
    gone("America/Sao_Paulo", "2018-11-02T12:00:00Z", 1),
    "2018-11-04T03:00:00.000Z",
    "a midnight that the clock skips",
  );
  assert.equal(gone("Pacific/Apia", "2011-12-28T12:00:00Z", 1), "2011-12-30T10:00:00.000Z", "a day that never was");
  assert.equal(gone("UTC", "2028-02-28T12:00:00Z", 1), "2028-03-01T00:00:00.000Z", "a leap day");
  assert.equal(
    gone("UTC", "2036-01-01T00:00:00Z", 1, "2026-01-01T00:00:00Z"),
    "2026-01-03T00:00:00.000Z",
    "a telephone system that lives in 2036",
  );
});
