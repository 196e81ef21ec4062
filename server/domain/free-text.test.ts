import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsNumber } from "./free-text.ts";

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
