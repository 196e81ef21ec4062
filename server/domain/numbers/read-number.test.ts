import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalPhone, phoneAliases } from "./canonical.ts";
import { readNumber } from "./read-number.ts";

const SITE = { country: "SE", outsideLine: null, extensionDigits: 4, internationalPrefix: null };

test("every notation of one number gives one canonical form", () => {
  const notations = [
    "+46701740605",
    "+46 70-174 06 05",
    "+46 (0)70-174 06 05",
    "+46(0)701740605",
    "0046701740605",
    "0701740605",
    "070-174 06 05",
    "070 174 06 05",
    "070/174.06.05",
    "(070) 174 06 05",
    "46701740605",
    '"Anna Prov" <0701740605>',
    "sip:+46701740605@pbx.example;user=phone",
    "sips:0701740605@pbx.example:5061",
    "<sip:+46701740605@pbx.example>;tag=4711",
    "tel:+46-70-174-06-05",
    "%2B46701740605",
    "#31#0701740605",
    "*31#0701740605",
    "\u202a+46 70 174 06 05\u202c",
  ];
  for (const text of notations) assert.equal(canonicalPhone(readNumber(text, SITE)), "+46701740605", text);
});

test("an outside line never swallows the first digit of a number that came without one", () => {
  const site = { ...SITE, outsideLine: "0" };
  for (const text of ["0701740605", "084650040", "0046701740605", "00701740605", "00046701740605"]) {
    const read = readNumber(text, site);
    assert.ok(read.e164?.startsWith("+46"), `${text} was read as ${read.e164}`);
  }
  assert.equal(readNumber("90701740605", { ...SITE, outsideLine: "9" }).e164, "+46701740605");
});

test("emergency numbers stay as they are, with and without the outside line", () => {
  for (const text of ["112", "0112"]) assert.equal(readNumber(text, { ...SITE, outsideLine: "0" }).kind, "emergency");
});

test("nobody stands behind an extension, a trunk, a service or a withheld number", () => {
  for (const text of [
    "1294",
    "T3",
    "112",
    "118118",
    "anonymous",
    "unknown",
    "",
    "*72*1234*8584",
    "sip:alice@kamailio.lab",
  ]) {
    assert.equal(canonicalPhone(readNumber(text, SITE)), null, text);
  }
});

test("a number the plan does not know keeps its digits, so that it is found as it was written", () => {
  assert.equal(canonicalPhone(readNumber("81338024", SITE)), "81338024");
  assert.deepEqual(phoneAliases(readNumber("0701740605", SITE)), {
    digits: "0701740605",
    national: "0701740605",
    last8: "01740605",
  });
});

test("what cannot exist is offered as no other reading of a number that exists", () => {
  const { e164, also } = readNumber("0046 70 174 06 05", { ...SITE, outsideLine: "0" });
  assert.deepEqual({ e164, also }, { e164: "+46701740605", also: [] });
});

test("digits that are also a personal identity number say so when asked, and only then", () => {
  const at = new Date("2026-06-01T00:00:00Z");
  assert.deepEqual(readNumber("0406280404", SITE, { at }).also, [{ kind: "ssn", value: "200406280404" }]);
  assert.deepEqual(readNumber("0406280404", SITE).also, []);
  assert.equal(readNumber("0406280404", SITE, { at }).e164, "+46406280404");
});

test("no text makes the reader throw", () => {
  const alphabet = "+0123456789*#<>@;:%.-()/ \"'TEx\u0000å\ud800";
  let state = 7;
  for (let i = 0; i < 20_000; i++) {
    let text = "";
    for (let length = i % 24; length > 0; length--) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      text += alphabet[state % alphabet.length];
    }
    const read = readNumber(text, SITE);
    assert.ok(read.e164 === null || /^\+\d{5,15}$/.test(read.e164), JSON.stringify(text));
  }
});

test("a country without a numbering plan is refused with what to write instead", () => {
  assert.throws(() => readNumber("0701740605", { ...SITE, country: "Sweden" }), { code: "bad-input" });
});
