import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { exactCsv, harmless, spreadsheetCsv } from "./csv.ts";
import { ByteText } from "./byte-text.ts";
import type { ExportRow, ExportWriter } from "./export-row.ts";
import { instantText, isoWriter, localWriter } from "./instants.ts";
import { EXPORT_SCHEMA, jsonExport } from "./json.ts";

const about = {
  company: 'Vård "Ekbacken"',
  timeZone: "Europe/Stockholm",
  language: "sv",
  exportedAt: new Date("2026-11-22T02:00:00Z"),
} as const;
const row: ExportRow = {
  ids: Buffer.from("0192f3c1-0000-8000-8000-000000000000,0192f3c1-0000-8000-8000-000000000001"),
  idAt: 37,
  source: "CALL_HISTORY",
  at: Date.parse("2026-07-01T22:30:05.007Z"),
  product: "pbx",
  direction: "in",
  disposition: "answered",
  duration: 12,
  ring: null,
  extension: "3000",
  queue: '=cmd|" /C calc"!A0',
  role: "calling",
  class: "phone",
  number: "+46701740605",
  otherParties: [{ role: "called", class: "phone", number: "+468465004••" }],
  erasedOn: "2026-10-30",
  sourceName: "a;b,\r\nc",
  correctedOn: "",
  cost: "12.50",
  currency: "SEK",
  keptApart: "duration cost",
  nature: "private",
  category: "",
  quality: null,
};

function written(writer: ExportWriter, rows: readonly ExportRow[]): string {
  const text = new ByteText(8);
  writer.head(text);
  for (const [i, one] of rows.entries()) writer.row(text, one, i === 0);
  writer.tail(text);
  return text.toString();
}

test("a spreadsheet runs no cell of the CSV made for it, and shows local time", () => {
  for (const attack of [
    "=1+1",
    "+46701740605",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u0000=1",
    "\u00a0=1",
    "＝1",
    "\ufeff=1",
  ]) {
    assert.match(harmless(attack), /^'/, JSON.stringify(attack));
  }
  for (const plain of ["3000", "Ekbacken", "08-465 004 12"]) assert.equal(harmless(plain), plain);
  const [first] = parse(written(spreadsheetCsv(about), [row]), { columns: true, delimiter: ";", bom: true }) as Record<
    string,
    string
  >[];
  assert.equal(first?.["number"], "'+46701740605");
  assert.equal(first?.["queue"], `'=cmd|" /C calc"!A0`);
  assert.equal(first?.["date (Europe/Stockholm)"], "2026-07-02 00:30:05");
});

test("whichever separator a spreadsheet takes the CSV to have, no cell begins like a formula", () => {
  const attacks = [
    "a;=1+1",
    "a,=1+1",
    "a\t@SUM(A1)",
    'a;"=1',
    "a; +2",
    "a\n-3",
    "a|=1",
    ',""=1',
    ";\u00a0＝1",
    "\u0000;=1",
  ];
  for (const language of ["sv", "en"] as const) {
    for (const attack of attacks) {
      const text = written(spreadsheetCsv({ ...about, language }), [
        {
          ...row,
          queue: attack,
          sourceName: attack,
          otherParties: [{ role: "called", class: "name", number: attack }],
        },
      ]);
      for (const separator of [";", ",", "\t", "|"]) {
        for (const line of text.split(/\r\n|\n|\r/)) {
          // As programs do: a quote counts where a field begins, and wherever else it is a character.
          for (const field of line.split(separator)) {
            const begins = field.replace(/^[\s\u00a0"]*/, "");
            assert.doesNotMatch(
              begins,
              /^[=+\-@＝＋－＠]/,
              `${JSON.stringify(attack)} by ${JSON.stringify(separator)}`,
            );
          }
        }
      }
    }
  }
});

test("the exact CSV gives every value back unchanged", () => {
  const [first] = parse(written(exactCsv(), [row]), { columns: true }) as Record<string, string>[];
  assert.equal(first?.["hit_id"], "0192f3c1-0000-8000-8000-000000000001");
  assert.deepEqual([first?.["duration_seconds"], first?.["ring_seconds"]], ["12", ""]);
  assert.equal(first?.["number"], row.number);
  assert.equal(first?.["queue"], row.queue);
  assert.equal(first?.["source_name"], row.sourceName);
  assert.equal(first?.["date"], "2026-07-01T22:30:05.007Z");
});

test("times are those of Intl in every hour of a year with two changes of the clock", () => {
  const iso = instantText(isoWriter());
  const local = instantText(localWriter("Europe/Stockholm"));
  const intl = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Stockholm",
    dateStyle: "short",
    timeStyle: "medium",
  });
  for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 3_599_377) {
    assert.equal(iso(ms), new Date(ms).toISOString());
    assert.equal(local(ms), intl.format(ms));
  }
});

test("text that is written over and over stays what was asked for, whatever its length and its letters", () => {
  const text = new ByteText(1);
  for (const pieces of [["a"], ["Vård", "日本", "€".repeat(100)], []]) {
    text.clear();
    for (const piece of pieces) text.text(piece);
    for (const piece of pieces) text.bytes(Buffer.from(piece));
    assert.equal(text.toString(), pieces.join("").repeat(2));
  }
  for (const n of [0, 9, 10, 99, 100, 4_321, 99_999, 100_000, -1, 2_147_483_647, -2_147_483_648]) {
    text.clear();
    text.number(n);
    assert.equal(text.toString(), String(n));
  }
});

test("the JSON is one document with its schema, also without a row", () => {
  for (const rows of [[], [row], [row, row]]) {
    const document = JSON.parse(written(jsonExport(about), rows)) as { hits: unknown[]; schema: { $id: string } };
    assert.equal(document.hits.length, rows.length);
    assert.equal(document.schema.$id, "urn:gallra:export:1");
  }
});

test("the JSON tells what was measured of a call's sound, with its units, and null where nothing was", () => {
  const quality = { mosHundredths: 437, jitterMs: 3, latencyMs: null, lossPermille: 12, codec: "G.711 A-law" } as const;
  const { hits, schema } = JSON.parse(written(jsonExport(about), [row, { ...row, quality }])) as {
    hits: { quality: unknown }[];
    schema: typeof EXPORT_SCHEMA;
  };
  assert.deepEqual(
    hits.map((hit) => hit.quality),
    [null, quality],
  );
  const told = schema.properties.hits.items.properties.quality;
  assert.deepEqual(told.required, Object.keys(quality));
  assert.deepEqual(Object.keys(told.properties), Object.keys(quality));
});

test("the schema in the documents is the one in the files", () => {
  const published = readFileSync(new URL("../../../docs/export.schema.json", import.meta.url), "utf8");
  assert.deepEqual(JSON.parse(published), EXPORT_SCHEMA);
});
