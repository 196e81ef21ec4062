import assert from "node:assert/strict";
import { test } from "node:test";
import { readOrganisationNumber } from "./organisation-number.ts";
import { CATALOGUE } from "./shield/catalogue.ts";
import { SHIELD_CATEGORIES } from "./shield/categories.ts";

const read = (text: string) => readOrganisationNumber(text, "SE");

test("organisations' numbers are read in any notation, short ones as they are dialled", () => {
  for (const text of ["020-50 50 50", "+46 20 50 50 50", "004620505050", "(020) 505050"])
    assert.equal(read(text).international, "4620505050", text);
  assert.deepEqual(read("116 111"), {
    kind: "number",
    international: null,
    significant: null,
    short: "116111",
    needsWord: false,
  });
  assert.equal(read("08-465 00*").significant, "846500");
});

test("a mobile number, and all of one but a digit or two, is refused in every notation with the reason", () => {
  for (const text of [
    "070-1740605",
    "+46701740605",
    "0046 70 174 06 05",
    "070-1740 6*",
    "+4670174060*",
    "+447400123456",
  ])
    assert.throws(() => read(text), /numbers of persons stand in no rule/, text);
  assert.equal(read("070-1740*").needsWord, false, "a thousand people are nobody");
});

test("what may be anybody's needs a word that it is an organisation's; public services do not", () => {
  assert.equal(read("08-465 004 11").needsWord, true);
  assert.equal(read("08-465 004 1*").needsWord, true);
  assert.equal(read("08-465 00*").needsWord, false);
  assert.equal(read("020-22 22 33").needsWord, false);
});

test("what is no number is refused", () => {
  for (const text of ["", "*", "0*", "+46*", "abc", "116*", "12", "12345678", "0701*7406", "+999123456789"])
    assert.throws(() => read(text), { code: "bad-input" }, text);
});

test("every number of the catalogue can be read, stands there once, and needs no word of a company", () => {
  const seen = new Set<string>();
  for (const { number, country, category } of CATALOGUE) {
    const one = readOrganisationNumber(number, country);
    assert.equal(one.kind, "number");
    assert.ok(SHIELD_CATEGORIES[category] > 0);
    seen.add(one.international ?? one.short ?? "");
  }
  assert.equal(seen.size, CATALOGUE.length);
});
