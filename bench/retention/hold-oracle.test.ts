import assert from "node:assert/strict";
import { test } from "node:test";
import { HoldOffice, type Slip, type StoryValue } from "./hold-oracle.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const value = (call: string, date: string, person = "anna"): StoryValue => ({ call, person, rule: "tid", date });
const [held, beside] = [value("one", "2026-06-01"), value("two", "2026-06-01")];

function office(slip: Slip | null = null): HoldOffice {
  const opened = new HoldOffice("UTC", new Map([["tid", 7]]), at("2026-06-01T10:00"), slip);
  for (const one of [held, beside]) opened.stores(one);
  opened.holds(at("2026-06-02T10:00"), "case", ["one"], "2026-06-20");
  return opened;
}

const goneOn = (opened: HoldOffice, moment: string) => {
  opened.until(at(moment));
  return [opened.isGone(held), opened.isGone(beside)];
};

test("a held call outlives its rule alone, until the last day of the hold is over", () => {
  const opened = office();
  assert.deepEqual(goneOn(opened, "2026-06-08T23:59"), [false, false]);
  assert.deepEqual(goneOn(opened, "2026-06-09T00:00"), [false, true]);
  assert.deepEqual(goneOn(opened, "2026-06-20T23:59"), [false, true]);
  assert.deepEqual(goneOn(opened, "2026-06-21T00:00"), [true, true]);
});

test("a renewed hold keeps until its new last day, and a lifted one lets go at once of what its rule does not keep", () => {
  const renewed = office();
  renewed.holds(at("2026-06-20T12:00"), "case", [], "2026-07-31");
  assert.deepEqual(goneOn(renewed, "2026-07-31T23:59"), [false, true]);
  assert.deepEqual(goneOn(renewed, "2026-08-01T00:00"), [true, true]);
  const lifted = office();
  lifted.lifts(at("2026-06-05T12:00"), "case");
  assert.deepEqual(goneOn(lifted, "2026-06-05T12:00"), [false, false], "its rule keeps it");
  const late = office();
  late.lifts(at("2026-06-12T12:00"), "case");
  assert.deepEqual(goneOn(late, "2026-06-12T12:00"), [true, true]);
});

test("what somebody erased goes at once where it is free, and with the last hold on it where it is not", () => {
  const opened = office();
  opened.holds(at("2026-06-02T11:00"), "another", ["one"], "2026-06-04");
  opened.erases(at("2026-06-03T12:00"), [held, beside]);
  assert.deepEqual(goneOn(opened, "2026-06-03T12:00"), [false, true]);
  opened.lifts(at("2026-06-03T13:00"), "case");
  assert.deepEqual(goneOn(opened, "2026-06-04T23:59"), [false, true], "the other hold wants it");
  assert.deepEqual(goneOn(opened, "2026-06-05T00:00"), [true, true]);
});

test("every slip that is made on purpose tells something else than the office", () => {
  const slips = [
    "forgets-holds",
    "holds-the-day",
    "never-lifts",
    "never-renews",
    "forgets-erasures",
    "a-day-short",
  ] as const;
  const story = (slip: Slip | null) => {
    const opened = office(slip);
    const seen = [goneOn(opened, "2026-06-09T00:00"), goneOn(opened, "2026-06-20T12:00")];
    opened.holds(at("2026-06-20T12:00"), "case", [], "2026-07-31");
    seen.push(goneOn(opened, "2026-06-25T12:00"));
    opened.lifts(at("2026-06-26T12:00"), "case");
    seen.push(goneOn(opened, "2026-06-26T12:00"));
    const fresh = value("three", "2026-06-26");
    opened.stores(fresh);
    opened.erases(at("2026-06-26T13:00"), [fresh]);
    return JSON.stringify([seen, opened.isGone(fresh)]);
  };
  for (const slip of slips) assert.notEqual(story(slip), story(null), slip);
});
