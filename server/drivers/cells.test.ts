import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { seededRandom } from "../domain/seeded-random.ts";
import { createCells, splitCells, splitTableRow } from "./cells.ts";

function split(text: string): string[] | null {
  const cells = createCells();
  if (!splitCells(text, 0, text.length, 0x2c, cells)) return null;
  return Array.from({ length: cells.count }, (_, i) => {
    const cell = text.slice(cells.start[i], cells.end[i]);
    return cells.escaped[i] === 1 ? cell.replaceAll('""', '"') : cell;
  });
}

test("lines that csv-parse reads are split the same way, and what it refuses is refused", () => {
  const random = seededRandom(5);
  const pieces = ["a", "0701740605", ",", '"', '""', '"x"', '"x,y"', '"x""y"', " ", '",', ',"'];
  let refused = 0;
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from(
      { length: 1 + Math.floor(random() * 8) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join("");
    const expected = parsed(text);
    if (expected === null) refused++;
    // A quote inside a bare cell is text to us, as PBXs write it; csv-parse refuses the line.
    else assert.deepEqual(split(text), expected, text);
    if (expected === null && text.startsWith('"')) assert.ok(split(text) === null || /[^",]"/.test(text), text);
  }
  assert.ok(refused > 500 && refused < 4_500);
});

function parsed(text: string): string[] | null {
  try {
    return (parse(text, { relax_column_count: true })[0] as string[] | undefined) ?? [];
  } catch {
    return null;
  }
}

test("a line of more cells than any dialect has is refused, not read half", () => {
  assert.equal(split(",".repeat(5_000)), null);
  assert.equal(splitTableRow("|".repeat(5_000), 0, 5_000, createCells()), false);
});

test("a table row loses its blanks, its outer quotes and nothing else", () => {
  const text = '| "Alice <100>" |   | dial\\_alice | a\\|b |';
  const cells = createCells();
  assert.ok(splitTableRow(text, 0, text.length, cells));
  const found = Array.from({ length: cells.count }, (_, i) => text.slice(cells.start[i], cells.end[i]));
  assert.deepEqual(found, ["Alice <100>", "", "dial\\_alice", "a\\|b"]);
  assert.deepEqual([...cells.escaped.subarray(0, 4)], [0, 0, 1, 1]);
});
