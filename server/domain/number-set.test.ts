import assert from "node:assert/strict";
import { test } from "node:test";
import { NumberSet } from "./number-set.ts";
import { type NumberSite, numberReader } from "./numbers/index.ts";
import { readOrganisationNumber } from "./organisation-number.ts";
import { seededRandom } from "./seeded-random.ts";

const SITE: NumberSite = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const set = new NumberSet(
  ["020-50 50 50", "116 111", "90101", "08-465 00*", "08-702 16 80"].map((number, i) => ({
    number: readOrganisationNumber(number, "SE"),
    code: i + 1,
  })),
  SITE,
);
const match = (text: string) => set.match(numberReader(SITE)(text));
const found = (text: string, few = false) =>
  set.find(Buffer.from(text), { few }).map(({ start, end, code }) => [text.slice(start, end), code]);

test("a number is known however the telephone system wrote it", () => {
  for (const text of [
    "020505050",
    "0020505050",
    "+4620505050",
    "004620505050",
    "sip:+4620505050@trunk.example",
    "020-50 50 50",
  ])
    assert.equal(match(text), 1, text);
  for (const text of ["116111", "0116111", "+46116111", "sip:116111@trunk"]) assert.equal(match(text), 2, text);
  for (const text of ["90101", "090101"]) assert.equal(match(text), 3, text);
  for (const text of ["08-465 004 11", "+4684650099"]) assert.equal(match(text), 4, text);
  for (const text of ["020505051", "0701740605", "1161", "116112", "2041", "anonymous", ""])
    assert.equal(match(text), null, text);
});

test("its digits are found anywhere, with what belongs to them, and never in the middle of a longer number", () => {
  assert.deepEqual(found('"Dial","SIP/trunk/020505050,30"'), [["020505050", 1]]);
  assert.deepEqual(found("a 020-50 50 50 b +46 20 505050;"), [
    ["020-50 50 50", 1],
    ["20 505050", 1],
  ]);
  assert.deepEqual(found("2041 116111 0:35"), [["116111", 2]]);
  assert.deepEqual(found("116 111"), [["116 111", 2]]);
  assert.deepEqual(found("1711611100.12 41161119 9116111"), []);
  assert.deepEqual(found("0846500411,0846499999"), [["0846500411", 4]]);
  assert.deepEqual(found("90101", false), []);
  assert.deepEqual(found("to 90101 at 9:01:01 in 190101", true), [["90101", 3]]);
});

test("whatever stands around it, a number is found where it stands and nothing else is", () => {
  const random = seededRandom(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  for (let i = 0; i < 3_000; i++) {
    const written = pick(["020505050", "087021680", "116111", "004687021680", "4620505050", "0846500499"]);
    const before = pick(["", ",", '"', "|2041|", "a", "x1,", "SIP/", "=", "\t"]);
    const behind = pick(["", ",", '"', "|35", "@host", ";x", "\r"]);
    const text = `${before}${written}${behind}`;
    const hits = set.find(Buffer.from(text));
    assert.equal(hits.length, 1, text);
    assert.equal(text.slice(hits[0]?.start, hits[0]?.end), written, text);
  }
  for (let i = 0; i < 3_000; i++) {
    const digits = String(Math.floor(random() * 1e12)).padStart(12, "7");
    if (/505050|116111|7021680|846500/.test(digits)) continue;
    assert.deepEqual(found(`x${digits},${digits.slice(3)}`), []);
  }
});
