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

const HIDDEN = [
  "noll sju noll ett sju fyra noll sex noll fem",
  "Noll-Sju-Noll, 174 06 05",
  "nollsjunoll ettsjufyra nollsex nollfem",
  "noll sjuttio etthundrasjuttiofyra noll sex noll fem",
  "zero seven zero one seven four zero six zero five",
  "oh seven oh one seven four double oh six oh five",
  "plus fyrtiosex sjuttio sjutton fyrtio sex noll fem",
  "o7o-174 o6 o5",
  "O7Ol740605",
  "070 - 174 - 06 - 05",
  "070.174.06.05",
  "070, 174, 06, 05",
  "070_174_06_05",
  "070*174*06*05",
  "0-7-0-1-7-4-0-6-0-5",
  "070x174x06x05",
  "0 | 7 | 0 | 1 | 7 | 4 | 0 | 6 | 0 | 5",
  "０７０１７４０６０５",
  "٠٧٠١٧٤٠٦٠٥",
  "⓪⑦⓪①⑦④⓪⑥⓪⑤",
  "0\ufe0f\u20e37\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e37\ufe0f\u20e34\ufe0f\u20e30\ufe0f\u20e36\ufe0f\u20e30\ufe0f\u20e35\ufe0f\u20e3",
  "070\u200b174\u200b06\u200b05",
  "noll åtta fyra sex fem noll noll fyra ett två",
  "1981 12 28 98 74",
  "81.12.28.9874",
  "81, 12, 28, 98, 74",
  "811228:9874",
  "nitton åttioett tolv tjugoåtta nittioåtta sjuttiofyra",
  "nineteen eighty-one twelve twenty-eight ninety-eight seventy-four",
  "ett nio åtta ett ett två två åtta nio åtta sju fyra",
];

test("a number in words, in groups, with look-alike letters or other digits is noticed and taken out whole", () => {
  for (const number of HIDDEN) {
    assert.equal(holdsNumber(number, AT), true, number);
    const left = withoutNumbers(`Begäran från ${number} per brev`, AT);
    assert.ok(/^Begäran från \[…\]\S? per brev$/.test(left), `${number}: ${left}`);
  }
});

test("words that count and measure, times and lists of days are no numbers of persons", () => {
  for (const text of [
    "en eller två gånger, tre dagar, fyra personer",
    "one or two calls a day",
    "sex anställda och en chef",
    "2026-11-22 09:30",
    "2026-11-01, 2026-11-08, 2026-11-15",
    "kl 09:30-10:15 och 13:00-14:45",
    "möte 08:15, 09:15, 10:15",
    "100l, 200l",
    "12, 37, 120 dagar",
    "Art. 6, 15 och 17",
    "rum 12 o 14",
    "Dnr 2026-01234, 2026-01240",
    "en en en",
  ]) {
    assert.equal(holdsNumber(text, AT), false, text);
    assert.equal(withoutNumbers(text, AT), text);
  }
});

test("a long text is read in a moment", () => {
  const text = "noll sju ".repeat(20_000);
  const started = performance.now();
  withoutNumbers(text, AT);
  withoutNumbers("o".repeat(50_000), AT);
  withoutNumbers("en".repeat(50_000), AT);
  withoutNumbers(" ,".repeat(50_000), AT);
  assert.ok(performance.now() - started < 5_000);
});
