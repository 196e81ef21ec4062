import assert from "node:assert/strict";
import { test } from "node:test";
import { readIdentifier } from "./identifier.ts";
import { displayNumber } from "./mask.ts";

const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const AT = new Date("2026-06-01T12:00:00Z");
const detect = (text: string) => {
  const read = readIdentifier(text, "detect", SITE, AT);
  return [read.class, read.canonical];
};

test("the box tells a telephone number from a personal identity number by how it is written", () => {
  assert.deepEqual(detect("070-174 06 05"), ["phone", "+46701740605"]);
  assert.deepEqual(detect("tel:+46406280402"), ["phone", "+46406280402"]);
  assert.deepEqual(detect("900101-9802"), ["ssn", "199001019802"]);
  assert.deepEqual(detect("900101+9802"), ["ssn", "189001019802"]);
  assert.deepEqual(detect("9001019803"), ["ssn", "199001019803"]);
  assert.deepEqual(detect("0802212399"), ["ssn", "200802212399"]);
  assert.deepEqual(detect("20000101T220"), ["ssn", "20000101T220"]);
  assert.deepEqual(detect("19850910"), ["ssn_truncated", "19850910"]);
  assert.deepEqual(detect("ext 1206 200310102397 callback"), ["ssn", "200310102397"]);
});

test("digits that can be both are taken for the telephone number and name the other reading", () => {
  const read = readIdentifier("0406280404", "detect", SITE, AT);
  assert.equal(read.canonical, "+46406280404");
  assert.deepEqual(read.also, [{ kind: "ssn", value: "200406280404" }]);
  const asked = readIdentifier("0406280404", "ssn", SITE, AT);
  assert.equal(asked.canonical, "200406280404");
  assert.ok(asked.also.some((other) => other.value === "+46406280404"));
});

test("a number that is none is explained, never an empty answer", () => {
  for (const text of ["", "hello", "112", "1294", "081...2277", "20231301-1234"]) {
    const read = readIdentifier(text, "detect", SITE, AT);
    assert.ok(read.reason.length > 0 && (read.canonical === null || !read.valid), `${text} ${JSON.stringify(read)}`);
  }
  assert.equal(readIdentifier("857209-0606", "ssn", SITE, AT).reason, "no-personal-identity-number");
});

test("values are written as people read them", () => {
  assert.equal(displayNumber("198108289874", "ssn"), "19810828-9874");
  assert.equal(displayNumber("+46701740605", "phone"), "+46 70 174 06 05");
});
