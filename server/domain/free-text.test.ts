import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsNumber, withoutNumbers } from "./free-text.ts";

const AT = new Date("2026-06-15T10:00:00Z");

test("a telephone number or a personal identity number in a text is noticed in any notation", () => {
  for (const text of [
    "ring 070-174 06 05 igen",
    "+46 70 174 06 05",
    "0701740605",
    "(08) 465 004 12",
    "Anna 811228-9874",
    "198112289874",
    "19811228",
    "00 46 701 74 06 05",
  ])
    assert.equal(holdsNumber(text, AT), true, text);
});

test("diary numbers, dates and counts are no numbers of persons", () => {
  for (const text of [
    "Ärende 2026-01234",
    "Dnr 2026/412",
    "12 samtal den 3 maj",
    "vecka 24, 2026",
    "anknytning 3000",
    "",
  ])
    assert.equal(holdsNumber(text, AT), false, text);
});

test("no notation of a number stays in a text that is kept, and everything else does", () => {
  for (const number of [
    "070-174 06 05",
    "0701740605",
    "+46 70 174 06 05",
    "0046 70 1740605",
    "+46 (0)70-174 06 05",
    "08-465 004 12",
    "19811228-9874",
    "811228-9874",
    "811228\u20139874",
    "811228+9874",
    "8112289874",
    "070\u00a0174\u00a006\u00a005",
  ])
    assert.equal(withoutNumbers(`Begäran från ${number}, per brev`, AT), "Begäran från […], per brev", number);
  for (const text of ["Ärende 2026-00123", "begäran 2026-11-22", "2026-11-01 2026-11-30", "37 rader, 120 dagar", ""])
    assert.equal(withoutNumbers(text, AT), text);
});
