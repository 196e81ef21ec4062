import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeSingleByte, SINGLE_BYTE_CHARSETS } from "../charsets.ts";
import type { PartyClass } from "../codes.ts";
import { type CutValue, cut } from "./cut.ts";
import { decodePayload, encodePayload } from "./payload.ts";
import { rebuild } from "./rebuild.ts";

const PHONE = "+46701740605";
const OTHER = "+46846500412";
const SSN = "189001019802";

function valueIn(frame: string, text: string, canonical: string | null, dataClass: PartyClass = "phone"): CutValue {
  const start = Buffer.from(frame.slice(0, frame.indexOf(text))).length;
  return { role: "calling", class: dataClass, start, end: start + Buffer.from(text).length, canonical };
}

test("a number is cut wherever it stands in a record, however it is written, and comes back byte for byte", () => {
  const line =
    '"","0701740605","1001","from-trunk","""Åsa"" <070-174 06 05>","PJSIP/0046701740605-00000a1f","SIP/+46 (0)70 174 06 05","Dial","SIP/trunk/0701740605,30"';
  const frame = Buffer.from(line);
  const { skeleton, holes } = cut(frame, [valueIn(line, "0701740605", PHONE)]);
  assert.equal(holes.length, 5);
  assert.doesNotMatch(skeleton.toString().replaceAll(/\D/g, ""), /1740605|701740/);
  const back = rebuild(skeleton, holes, [PHONE]);
  assert.deepEqual(back, { bytes: frame, complete: true });
});

test("a number of seven digits behind its country leaves every place where it stands without it", () => {
  const frame = Buffer.from("08123456;+46 8 123 456;SIP/08123456@telia;5551234;08123457");
  const values = [
    { role: "calling", class: "phone", start: 0, end: 8, canonical: "+468123456" },
    { role: "called", class: "phone", start: 42, end: 49, canonical: "+3545551234" },
  ] as const;
  const { skeleton, holes } = cut(frame, values);
  assert.doesNotMatch(skeleton.toString(), /123456|123 456|5551234/);
  assert.match(skeleton.toString(), /08123457/, "another number stays");
  assert.deepEqual(rebuild(skeleton, holes, ["+468123456", "+3545551234"]).bytes, frame);
});

test("without its value a hole stays empty and says that the record is not complete", () => {
  const line = "0701740605;08-465 004 12;60";
  const { skeleton, holes } = cut(Buffer.from(line), [
    valueIn(line, "0701740605", PHONE),
    valueIn(line, "08-465 004 12", OTHER),
  ]);
  const back = rebuild(skeleton, holes, [null, OTHER]);
  assert.deepEqual([back.bytes.toString(), back.complete], ["0;08-465 004 12;60", false]);
});

test("a personal identity number is cut with and without century, dash, plus and blank", () => {
  for (const text of [
    "189001019802",
    "18900101-9802",
    "900101+9802",
    "900101 9802",
    "9001019802",
    "18900101\u20109802",
  ]) {
    const line = `callback;${text};note 900101-9802`;
    const { skeleton, holes } = cut(Buffer.from(line), [valueIn(line, text, SSN, "ssn")]);
    assert.ok(!skeleton.includes("9802") && !skeleton.includes("0101"), text);
    assert.deepEqual(rebuild(skeleton, holes, [SSN]), { bytes: Buffer.from(line), complete: true }, text);
  }
  const interim = "x,000101-T220,y";
  const cutInterim = cut(Buffer.from(interim), [valueIn(interim, "000101-T220", "20000101T220", "ssn")]);
  assert.equal(cutInterim.skeleton.toString(), "x,,y");
  assert.equal(rebuild(cutInterim.skeleton, cutInterim.holes, ["20000101T220"]).bytes.toString(), interim);
  const masked = "x,850910-XXXX,y";
  const cutMasked = cut(Buffer.from(masked), [valueIn(masked, "850910-XXXX", "19850910", "ssn_truncated")]);
  assert.equal(rebuild(cutMasked.skeleton, cutMasked.holes, ["19850910"]).bytes.toString(), masked);
  assert.ok(!cutMasked.skeleton.includes("850910"));
});

test("names are cut in the encoding of the file; a name dropped at the door leaves nothing behind", () => {
  for (const encoding of ["utf8", "latin1"] as const) {
    const frame = Buffer.from('"Åsa Prov";"Åsa Prov" <x>', encoding);
    const value: CutValue = {
      role: "calling",
      class: "name",
      start: 1,
      end: frame.indexOf('"', 1),
      canonical: "Åsa Prov",
    };
    const { skeleton, holes } = cut(frame, [value]);
    assert.equal(skeleton.toString("latin1"), '"";"" <x>');
    assert.ok(rebuild(skeleton, holes, ["Åsa Prov"]).bytes.equals(frame));
    const dropped = cut(frame, [{ ...value, canonical: null }]);
    assert.ok(!rebuild(dropped.skeleton, dropped.holes, ["Åsa Prov"]).complete);
  }
});

test("a name that is written with escapes goes from every place where it is written so", () => {
  const frame = "Prov\\, Anna;204;room of Prov\\, Anna;x";
  const value = { role: "calling", class: "name", start: 0, end: 11, canonical: "Prov, Anna" } as const;
  const { skeleton } = cut(Buffer.from(frame), [value]);
  assert.equal(skeleton.toString(), ";204;room of ;x");
});

test("a name comes back in the character set it was written in", () => {
  for (const charset of SINGLE_BYTE_CHARSETS) {
    const name = charset === "iso-8859-15" || charset === "windows-1252" ? "Åsa €berg" : "Åsa Öberg";
    const written = encodeSingleByte(name, charset);
    assert.ok(written !== null);
    const frame = Buffer.concat([Buffer.from("x;"), written, Buffer.from(";"), written]);
    const value: CutValue = { role: "calling", class: "name", start: 2, end: 2 + written.length, canonical: name };
    const { skeleton, holes } = cut(frame, [value]);
    assert.equal(skeleton.toString("latin1"), "x;;");
    assert.deepEqual(rebuild(skeleton, holes, [name]), { bytes: frame, complete: true }, charset);
  }
});

test("random frames with any values in them are rebuilt exactly", () => {
  let state = 99;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const separators = ["", "", "", " ", "-", ".", ") ", "\u00a0", "x", ",", "T"];
  for (let round = 0; round < 3000; round++) {
    const canonicals = Array.from({ length: 1 + next(3) }, () =>
      Array.from({ length: 6 + next(7) }, () => String(next(3))).join(""),
    );
    let line = "";
    const values: CutValue[] = [];
    for (let piece = next(6); piece >= 0; piece--) {
      for (let noise = next(8); noise > 0; noise--) line += '0123,;"Tå '[next(10)];
      const index = next(canonicals.length);
      const canonical = canonicals[index] ?? "";
      const written = [...canonical].map((digit) => digit + separators[next(separators.length)]).join("");
      values.push({
        role: "called",
        class: "phone",
        start: Buffer.from(line).length,
        end: Buffer.from(line + written).length,
        canonical,
      });
      line += written;
    }
    const frame = Buffer.from(line);
    const { skeleton, holes } = cut(frame, values);
    const back = rebuild(
      skeleton,
      holes,
      values.map((value) => value.canonical),
    );
    if (holes.every((hole) => hole.template !== "\u0003")) assert.ok(back.bytes.equals(frame), line);
  }
});

test("a segment's payload gives back its records, and the empty places of erased ones", () => {
  const line = "0701740605;08-465 004 12;60";
  const frame = cut(Buffer.from(line), [valueIn(line, "0701740605", PHONE), valueIn(line, "08-465 004 12", OTHER)]);
  const values = [
    { role: "calling", class: "phone", pseudonym: null },
    { role: "called", class: "phone", pseudonym: Buffer.alloc(16, 7) },
  ] as const;
  const [first, gone, third] = decodePayload(encodePayload([{ ...frame, values }, null, { ...frame, values }]));
  assert.equal(gone, null);
  assert.deepEqual(first?.values, values);
  assert.deepEqual(third, first);
  assert.equal(rebuild(first?.skeleton ?? Buffer.alloc(0), first?.holes ?? [], [PHONE, OTHER]).bytes.toString(), line);
  assert.throws(() => decodePayload(Buffer.from("not a payload")), { code: "corrupt" });
});
