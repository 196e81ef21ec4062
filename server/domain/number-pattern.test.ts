import assert from "node:assert/strict";
import { test } from "node:test";
import { readPattern } from "./number-pattern.ts";

const matches = (pattern: string, canonical: string) => readPattern(pattern, "phone", "SE").matches(canonical);

test("a prefix, a suffix and single digits match a number in every notation people write it in", () => {
  for (const pattern of ["070-174*", "*0605", "070?740605", "+4670174*", "004670174*", "70174*", "0701740605*"])
    assert.equal(matches(pattern, "+46701740605"), true, pattern);
  for (const pattern of ["070-175*", "*0606", "070??740605", "+4570174*", "174*", "*070174"])
    assert.equal(matches(pattern, "+46701740605"), false, pattern);
});

test("a number of another country is not read with the own one's zero", () => {
  assert.equal(matches("020174*", "+4520174000"), false);
  assert.equal(matches("+45201740*", "+4520174000"), true);
});

test("digits that are no international number are compared as they are", () => {
  assert.equal(matches("12?4*", "1234567"), true);
});

test("a personal identity number matches with and without its century", () => {
  const ssn = (pattern: string) => readPattern(pattern, "ssn", "SE").matches("198112289874");
  assert.deepEqual([ssn("19811228-*"), ssn("811228-????"), ssn("19811229*")], [true, true, false]);
});

test("what is no pattern, or matches nearly everybody, is refused with a sentence", () => {
  for (const text of ["0701740605", "07*", "*", "abc*", "070.*+"])
    assert.throws(() => readPattern(text, "phone", "SE"), { code: "bad-input" }, text);
});

test("a pattern of many stars takes no longer than one: it is told from a number at once", () => {
  const pattern = readPattern(`${"1*".repeat(20)}9`, "phone", "SE");
  const started = performance.now();
  assert.equal(pattern.matches(`${"1".repeat(60)}8`), false);
  assert.ok(performance.now() - started < 2_000);
});
