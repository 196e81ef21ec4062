import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { findSsns } from "./find-ssns.ts";
import { readSsn } from "./ssn.ts";

const CORPUS = new URL("../../../shared/corpus/personnummer/", import.meta.url);
const skip = existsSync(CORPUS) ? false : "the corpus is not on this machine";
const AT = new Date("2026-06-01T12:00:00Z");
const KINDS: Record<string, string> = {
  personnummer: "personnummer",
  samordningsnummer: "coordination",
  "interim (T-nummer)": "interim",
};

test("every personal identity number of the corpus is read as the corpus says", { skip }, () => {
  const rows: Record<string, string>[] = parse(readFileSync(new URL("vectors.csv", CORPUS), "utf8"), { columns: true });
  assert.ok(rows.length >= 90, `only ${rows.length} vectors`);
  for (const { value = "", kind = "", validity } of rows.filter((row) => row.kind !== "detection")) {
    const read = readSsn(value, AT);
    if (kind in KINDS) {
      assert.equal(read?.kind, KINDS[kind], value);
      assert.equal(read?.valid, validity === "valid", value);
    } else if (validity === "ambiguous") {
      assert.equal(read?.valid, true, value);
    } else {
      assert.equal(read, null, value);
    }
  }
});

test("all official test numbers are valid in every notation and keep their twelve digits", { skip }, () => {
  const people: string[] = JSON.parse(
    readFileSync(new URL("skatteverket-testpersonnummer-every-8th.json", CORPUS), "utf8"),
  );
  const coordination: string[] = JSON.parse(readFileSync(new URL("meta-allCoords.json", CORPUS), "utf8"));
  for (const long of [...people, ...coordination]) {
    const birth = new Date(Date.UTC(Number(long.slice(0, 4)) + 30, 0, 1));
    const hundred = new Date(Date.UTC(Number(long.slice(0, 4)) + 105, 0, 1));
    for (const text of [long, `${long.slice(0, 8)}-${long.slice(8)}`, `${long.slice(0, 8)} ${long.slice(8)}`]) {
      assert.equal(readSsn(text, AT)?.canonical, long, text);
    }
    assert.equal(readSsn(`${long.slice(2, 8)}-${long.slice(8)}`, birth)?.canonical, long);
    assert.equal(readSsn(`${long.slice(2, 8)}+${long.slice(8)}`, hundred)?.canonical, long);
    assert.equal(readSsn(long, AT)?.valid, true, long);
    assert.equal(readSsn(long, AT)?.truncated, long.slice(0, 8));
  }
});

test("what the reference library takes for wrong is wrong here too", { skip }, () => {
  const meta = JSON.parse(readFileSync(new URL("meta-structured.json", CORPUS), "utf8")).ssn.string;
  for (const text of meta.valid) assert.equal(readSsn(text, AT)?.valid, true, text);
  for (const text of meta.invalid) {
    // A blank instead of a dash is written by people and must be found; the library refuses it.
    if (!/\s/.test(text)) assert.notEqual(readSsn(text, AT)?.valid, true, text);
  }
});

test("a number without century is read by the day of the call, not by today", () => {
  assert.equal(readSsn("241231-9218", new Date("2024-12-30T00:00:00Z"))?.canonical, "192412319218");
  assert.equal(readSsn("241231-9218", new Date("2025-01-01T00:00:00Z"))?.canonical, "202412319218");
  assert.deepEqual(readSsn("2412319218", new Date("2025-01-01T00:00:00Z"))?.also, ["192412319218"]);
  assert.equal(readSsn("900101+9802", AT)?.canonical, "189001019802");
});

test("a number without its last four digits is a truncated one, six or eight loose digits are not", () => {
  assert.deepEqual(readSsn("19850910", AT)?.kind, "truncated");
  assert.equal(readSsn("850910-XXXX", AT)?.canonical, "19850910");
  assert.equal(readSsn("1981 08 28-••••", AT)?.canonical, "19810828");
  assert.equal(readSsn("850910", AT), null);
  assert.equal(readSsn("850910-238", AT), null);
});

test("free text gives up its personal identity numbers and leaves telephone numbers alone", () => {
  const found = (text: string) =>
    findSsns(text, AT).map(({ start, end, ssn }) => [text.slice(start, end), ssn.canonical]);
  assert.deepEqual(found("ext 1206 200310102397 callback"), [["200310102397", "200310102397"]]);
  assert.deepEqual(found("900101 9802"), [["900101 9802", "199001019802"]]);
  assert.deepEqual(found("Kund 850910-XXXX ringde 0701740605"), [["850910-XXXX", "19850910"]]);
  assert.deepEqual(found("tel:+46406280402"), []);
  assert.deepEqual(found("ring 0406280404"), []);
  assert.deepEqual(found("900101-9803, felskrivet"), [["900101-9803", "199001019803"]]);
});
