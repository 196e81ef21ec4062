import assert from "node:assert/strict";
import { test } from "node:test";
import { easterOf, isHoliday } from "./holidays.ts";
import { addDays } from "./zoned-time.ts";

function holidaysIn(year: number, kind: "public" | "public-and-eves"): string[] {
  const first = `${year}-01-01`;
  return Array.from({ length: 366 }, (_, at) => addDays(first, at)).filter(
    (day) => day.startsWith(String(year)) && isHoliday(day, kind),
  );
}

test("Easter Day falls where the church's tables have it", () => {
  const table = [
    "2008-03-23",
    "2011-04-24",
    "2019-04-21",
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2038-04-25",
  ];
  assert.deepEqual(
    table.map((day) => easterOf(Number(day.slice(0, 4)))),
    table,
  );
});

test("the holidays of 2026 are those of the Swedish calendar, moving ones where they fall that year", () => {
  assert.deepEqual(holidaysIn(2026, "public"), [
    "2026-01-01",
    "2026-01-06",
    "2026-04-03",
    "2026-04-05",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-24",
    "2026-06-06",
    "2026-06-20",
    "2026-10-31",
    "2026-12-25",
    "2026-12-26",
  ]);
  assert.deepEqual(
    holidaysIn(2026, "public-and-eves").filter((day) => !isHoliday(day, "public")),
    ["2026-06-19", "2026-12-24", "2026-12-31"],
  );
});

test("Midsummer's Day and All Saints' Day are Saturdays, at both ends of their weeks", () => {
  for (const day of ["2020-06-20", "2021-06-26", "2020-10-31", "2021-11-06"]) assert.ok(isHoliday(day, "public"), day);
});

test("nothing is closed where nobody asked for holidays", () => {
  assert.equal(isHoliday("2026-12-25", "none"), false);
});
