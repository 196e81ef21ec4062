import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsNeedle, needlesOf } from "./needle.ts";

const phone = { class: "phone", canonical: "+46701740605" } as const;
const ssn = { class: "ssn", canonical: "189001019802" } as const;

test("a telephone number is seen however it is written", () => {
  const notations = [
    "+46701740605",
    "0046701740605",
    "0701740605",
    "070-174 06 05",
    "070 174 06 05",
    "+46 (0)70-174 06 05",
    "00701740605",
    "sip:+46701740605@pbx.example",
    "tel:+46-70-174-06-05",
    "%2B46701740605",
    "070.174.06.05",
    "701740605",
    "070/1740605",
    "0701 74 06 05",
    "070%20174%2006%2005",
    '{"n":"+4670\\u00201740605"}'.replace("\\u0020", " "),
  ];
  for (const text of notations) assert.ok(holdsNeedle(Buffer.from(`x;${text};y`), [phone]), text);
  assert.ok(holdsNeedle(Buffer.from("a,070\u2011174\u00a006\u00a005,b"), [phone]), "no-break hyphen and blanks");
  assert.ok(holdsNeedle(Buffer.from("0701740605", "utf16le"), [phone]), "UTF-16");
});

test("a short national number is seen without its country too", () => {
  const short = needlesOf([{ class: "phone", canonical: "+468123456", also: ["08123456"] }]);
  for (const text of ["+46 8 123 456", "004681234 56", "08-123 456", "a;08123456;b"])
    assert.equal(holdsNeedle(Buffer.from(text), short), true, text);
  assert.equal(holdsNeedle(Buffer.from("08-123 457"), short), false);
});

test("a personal identity number is seen with ten and twelve digits and every separator", () => {
  for (const text of ["18900101-9802", "189001019802", "900101+9802", "9001019802", "900101 9802"]) {
    assert.ok(holdsNeedle(Buffer.from(text), [ssn]), text);
  }
});

test("another number is not taken for it", () => {
  for (const text of [
    "0701740606",
    "0701740615",
    "900102-9802",
    "07017406",
    "3000",
    "",
    "0901740605",
    "1750101740605.1",
  ]) {
    assert.ok(!holdsNeedle(Buffer.from(text), [phone, ssn]), text);
  }
  assert.ok(!holdsNeedle(Buffer.from("Anna"), [{ class: "phone", canonical: "12345" }]), "too short to name anybody");
});

test("a name is seen in both encodings, whatever its case", () => {
  const needle = { class: "name", canonical: "Åsa Prov" } as const;
  assert.ok(holdsNeedle(Buffer.from('"Åsa Prov" <x>', "latin1"), [needle]));
  assert.ok(holdsNeedle(Buffer.from('"Åsa prov" <x>', "utf8"), [needle]));
  assert.ok(!holdsNeedle(Buffer.from("Asa Prov"), [needle]));
});
