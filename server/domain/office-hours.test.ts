import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ALWAYS,
  type Calendar,
  calendarFault,
  closedAt,
  HOURS_PATTERN,
  hoursText,
  OFFICE,
  readCalendar,
  readHours,
  silentSince,
} from "./office-hours.ts";

const zone = "Europe/Stockholm";
const since = (calendar: Calendar, last: string, minutes: number, now: string, where = zone) =>
  silentSince(calendar, { last: new Date(last), minutes, now: new Date(now), zone: where })?.toISOString() ?? null;

test("so many minutes of silence while people work raise an alarm at the minute they are over", () => {
  // A Monday in June: eight in Stockholm is six in UTC.
  assert.equal(since(OFFICE, "2026-06-15T09:00:00Z", 30, "2026-06-15T09:29:00Z"), null);
  assert.equal(since(OFFICE, "2026-06-15T09:00:00Z", 30, "2026-06-15T09:30:00Z"), "2026-06-15T09:30:00.000Z");
  assert.equal(since(OFFICE, "2026-06-15T09:00:00Z", 30, "2026-06-15T14:00:00Z"), "2026-06-15T09:30:00.000Z");
});

test("a closed office is silent: nights, weekends, holidays and days of its own do not count", () => {
  assert.equal(
    since(OFFICE, "2026-06-12T15:00:00Z", 1, "2026-06-15T05:59:00Z"),
    null,
    "Friday evening to Monday morning",
  );
  assert.equal(since(OFFICE, "2026-06-12T15:00:00Z", 1, "2026-06-15T06:01:00Z"), "2026-06-15T06:01:00.000Z");
  // Midsummer's Eve 2026 is Friday the 19th.
  assert.equal(since(OFFICE, "2026-06-18T15:00:00Z", 60, "2026-06-22T06:30:00Z"), null);
  assert.equal(
    since({ ...OFFICE, holidays: "none" }, "2026-06-18T15:00:00Z", 60, "2026-06-19T07:00:00Z"),
    "2026-06-19T07:00:00.000Z",
  );
  assert.equal(since({ ...OFFICE, closed: ["2026-06-15"] }, "2026-06-12T15:00:00Z", 60, "2026-06-16T06:59:00Z"), null);
});

test("an outage over midnight counts both days: what was left of the first, and the next morning", () => {
  assert.equal(since(OFFICE, "2026-06-15T14:50:00Z", 30, "2026-06-16T06:19:00Z"), null);
  assert.equal(since(OFFICE, "2026-06-15T14:50:00Z", 30, "2026-06-16T08:00:00Z"), "2026-06-16T06:20:00.000Z");
  assert.equal(
    since(ALWAYS, "2026-06-15T21:50:00Z", 30, "2026-06-15T22:30:00Z"),
    "2026-06-15T22:20:00.000Z",
    "midnight in Stockholm",
  );
});

test("minutes are real ones over both nights in which the clock changes", () => {
  // 29 March 2026: at 01:00 UTC two becomes three. An hour from 01:30 local ends at 03:30 local.
  assert.equal(since(ALWAYS, "2026-03-29T00:30:00Z", 60, "2026-03-29T02:00:00Z"), "2026-03-29T01:30:00.000Z");
  // 25 October 2026: at 01:00 UTC three becomes two again.
  assert.equal(since(ALWAYS, "2026-10-25T00:30:00Z", 60, "2026-10-25T02:00:00Z"), "2026-10-25T01:30:00.000Z");
  const night: Calendar = { ...ALWAYS, week: ALWAYS.week.map(() => [{ from: 0, to: 240 }]) };
  // From midnight to four there are three hours in March and five in October.
  assert.equal(since(night, "2026-03-28T22:00:00Z", 181, "2026-03-29T10:00:00Z"), null);
  assert.equal(since(night, "2026-03-28T22:00:00Z", 180, "2026-03-29T10:00:00Z"), "2026-03-29T02:00:00.000Z");
  assert.equal(since(night, "2026-10-24T20:00:00Z", 300, "2026-10-25T10:00:00Z"), "2026-10-25T03:00:00.000Z");
  // Office hours stay where the wall clock has them, on the days after.
  assert.equal(since(OFFICE, "2026-03-27T16:00:00Z", 1, "2026-03-30T06:01:00Z"), "2026-03-30T06:01:00.000Z");
  assert.equal(since(OFFICE, "2026-10-23T15:00:00Z", 1, "2026-10-26T07:00:00Z"), null);
});

test("the hours are those of the company's zone", () => {
  assert.equal(since(OFFICE, "2026-06-15T06:00:00Z", 30, "2026-06-15T10:00:00Z", "America/New_York"), null);
  assert.equal(
    since(OFFICE, "2026-06-15T06:00:00Z", 30, "2026-06-15T13:00:00Z", "America/New_York"),
    "2026-06-15T12:30:00.000Z",
  );
});

test("a silence of years is judged as one of two months, and an office that never opens raises nothing", () => {
  assert.ok(since(OFFICE, "2001-01-01T00:00:00Z", 30, "2026-06-15T14:00:00Z") !== null);
  const never: Calendar = { ...OFFICE, week: OFFICE.week.map(() => []) };
  assert.equal(since(never, "2001-01-01T00:00:00Z", 1, "2026-06-15T14:00:00Z"), null);
});

test("a closed office is closed until somebody works again, and one that never opens until nobody knows when", () => {
  const until = (calendar: Calendar, now: string, where = zone) => {
    const closed = closedAt(calendar, new Date(now), where);
    return closed === null ? "open" : (closed.until?.toISOString() ?? "never");
  };
  assert.equal(until(OFFICE, "2026-06-15T05:59:59Z"), "2026-06-15T06:00:00.000Z");
  assert.equal(until(OFFICE, "2026-06-15T06:00:00Z"), "open");
  assert.equal(until(OFFICE, "2026-06-15T15:00:00Z"), "2026-06-16T06:00:00.000Z");
  // Midsummer's Eve 2026 is Friday the 19th.
  assert.equal(until(OFFICE, "2026-06-18T15:00:00Z"), "2026-06-22T06:00:00.000Z");
  assert.equal(until({ ...OFFICE, closed: ["2026-06-15"] }, "2026-06-15T09:00:00Z"), "2026-06-16T06:00:00.000Z");
  assert.equal(until(OFFICE, "2026-06-15T10:00:00Z", "America/New_York"), "2026-06-15T12:00:00.000Z");
  const noon: Calendar = {
    ...OFFICE,
    week: OFFICE.week.map(() => [
      { from: 480, to: 720 },
      { from: 780, to: 1_020 },
    ]),
  };
  assert.equal(until(noon, "2026-06-15T10:30:00Z"), "2026-06-15T11:00:00.000Z");
  assert.equal(until(ALWAYS, "2026-06-15T22:00:00Z"), "open", "midnight in Stockholm");
  assert.equal(until({ ...OFFICE, week: OFFICE.week.map(() => []) }, "2026-06-15T09:00:00Z"), "never");
});

test("hours are read as people write them and refused when they make no sense", () => {
  assert.deepEqual(readHours("8-17"), [{ from: 480, to: 1_020 }]);
  assert.deepEqual(readHours("08:00 – 12.30; 13:15-24:00"), [
    { from: 480, to: 750 },
    { from: 795, to: 1_440 },
  ]);
  assert.deepEqual(readHours(" "), []);
  for (const text of ["all day", "8-", "08:75-17", "8-17,"]) assert.equal(readHours(text), null, text);
  assert.equal(hoursText([{ from: 480, to: 1_440 }]), "08:00-24:00");
  const day = (hours: Calendar["week"][number]) => ({ ...OFFICE, week: [hours, ...OFFICE.week.slice(1)] });
  assert.match(calendarFault(day([{ from: 1_320, to: 360 }])) ?? "", /until 24:00/);
  assert.match(
    calendarFault(
      day([
        { from: 480, to: 800 },
        { from: 700, to: 900 },
      ]),
    ) ?? "",
    /follow/,
  );
  assert.equal(calendarFault(OFFICE), null);
});

test("a calendar that cannot be read is none, so that nobody is watched by half of it", () => {
  assert.deepEqual(readCalendar(JSON.parse(JSON.stringify(OFFICE))), OFFICE);
  for (const value of [
    null,
    {},
    { ...OFFICE, holidays: "some" },
    { ...OFFICE, week: [] },
    { ...OFFICE, week: [[{ from: "x" }], [], [], [], [], [], []] },
  ])
    assert.equal(readCalendar(value), null);
});

test("a field of hours takes nothing that cannot be read: such a day would be kept as one on which nobody works", () => {
  const taken = (text: string) => new RegExp(`^(?:${HOURS_PATTERN})$`, "v").test(text);
  for (const text of ["", " 8-17 ", "08:00-12:00, 13.30 – 17", "0-24:00", "22-24; 0:30-6", "7-8,9-10,11-12"]) {
    assert.ok(taken(text), text);
    const hours = readHours(text);
    assert.ok(
      hours?.every(({ from, to }) => from >= 0 && to <= 1_440),
      text,
    );
  }
  for (const text of [
    "8:70-17",
    "08:00-17:60",
    "25-99",
    "8-24:30",
    "8-25",
    "8",
    "8-17 9-10",
    "1-2,3-4,5-6,7-8",
    "kl 8-17",
  ])
    assert.ok(!taken(text), text);
});
