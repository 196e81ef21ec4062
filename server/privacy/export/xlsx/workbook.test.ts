import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import type { WorkbookLine } from "../workbook-lines.ts";
import { workbook } from "./workbook.ts";
import { zip } from "./zip.ts";

const AT = new Date("2026-06-15T10:00:00Z");

async function* rows(count: number, value: (i: number) => string): AsyncGenerator<WorkbookLine, void> {
  for (let i = 0; i < count; i++)
    yield [
      `id-${i}`,
      "CALL_HISTORY",
      Date.UTC(2026, 0, 1),
      "pbx",
      "in",
      "",
      "12",
      "",
      "",
      "",
      "",
      "",
      value(i),
      "",
      "",
      "",
    ];
}

async function made(count: number, rowsASheet: number, value = (i: number) => `+4670174${i}`) {
  const entries = workbook(rows(count, value), { timeZone: "Europe/Stockholm", rows: count, rowsASheet });
  return unzipSync(await buffer(zip(entries, AT)));
}

test("what does not fit into a sheet goes on in the next, with heads of its own, and nothing is lost", async () => {
  for (const [count, sheets] of [
    [0, 1],
    [9, 1],
    [10, 2],
    [27, 3],
    [28, 4],
  ] as const) {
    const files = await made(count, 10);
    const names = Object.keys(files).filter((name) => name.startsWith("xl/worksheets/"));
    assert.equal(names.length, sheets, `${count} rows`);
    const text = names.map((name) => strFromU8(files[name] ?? new Uint8Array()));
    assert.ok(text.every((sheet) => sheet.includes("date (Europe/Stockholm)")));
    const found = text.join("").match(/>id-\d+</g) ?? [];
    assert.deepEqual(
      found,
      Array.from({ length: count }, (_, i) => `>id-${i}<`),
    );
    const types = strFromU8(files["[Content_Types].xml"] ?? new Uint8Array());
    assert.equal(types.match(/worksheet\+xml/g)?.length, sheets);
  }
});

test("no text of a cell leaves its cell, and none is taken for a formula", async () => {
  const odd = ['<a>&"', "\u0000\u0008x", "_x0041_", "\ud800", "=1+1", " blank "];
  const files = await made(odd.length, 100, (i) => odd[i] ?? "");
  const sheet = strFromU8(files["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  for (const expected of ['&lt;a&gt;&amp;"', "_x0000__x0008_x", "_x005F_x0041_", "_xD800_", "=1+1", " blank "]) {
    assert.ok(sheet.includes(`<t xml:space="preserve">${expected}</t>`), expected);
  }
  assert.ok(!sheet.includes("<f>"));
});

test("an archive says the length and checksum of its files, after them", async () => {
  const data = [Buffer.from("a".repeat(1000)), Buffer.from("åäö")];
  const bytes = await buffer(
    zip(
      [
        { name: "å.txt", data },
        { name: "b", data: [] },
      ],
      AT,
    ),
  );
  const files = unzipSync(bytes);
  assert.equal(strFromU8(files["å.txt"] ?? new Uint8Array()), `${"a".repeat(1000)}åäö`);
  assert.equal(files["b"]?.length, 0);
  assert.equal(bytes.readUInt32LE(bytes.length - 22), 0x06054b50);
});
