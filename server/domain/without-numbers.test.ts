import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutNumbers } from "./without-numbers.ts";

test("no notation of a telephone or personal identity number stays in free text", () => {
  for (const number of [
    "070-174 06 05",
    "0701740605",
    "+46 70 174 06 05",
    "+46701740605",
    "0046 70 1740605",
    "+46 (0)70-174 06 05",
    "08-465 004 12",
    "19811228-9874",
    "811228-9874",
    "811228\u20139874",
    "811228+9874",
    "8112289874",
    "198112289874",
    "070\u00a0174\u00a006\u00a005",
  ]) {
    const text = withoutNumbers(`Begäran från ${number}, per brev`);
    assert.equal(text, "Begäran från […], per brev", number);
  }
  assert.equal(withoutNumbers("070-174 06 05 och 070-174 06 06"), "[…] och […]");
});

test("case numbers, dates and short figures stay", () => {
  for (const text of [
    "Ärende 2026-00123",
    "KS 2026/417",
    "Dnr 2026:1234",
    "begäran 2026-11-22",
    "2026-11-01 2026-11-30",
    "37 rader, 120 dagar",
    "artikel 17.1",
    "",
  ])
    assert.equal(withoutNumbers(text), text);
});
