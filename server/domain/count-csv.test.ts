import assert from "node:assert/strict";
import { test } from "node:test";
import { columnName, nameCell } from "./count-csv.ts";

test("a name in a file of counts is no formula to a spreadsheet, and breaks no cell", () => {
  assert.equal(nameCell("Växeln"), '"Växeln"');
  assert.equal(nameCell('a "b", c\nd'), '"a ""b"", c\nd"');
  for (const formula of ["=1+1", " @SUM(A1)", "\0-2", "\t+3", "＝4"]) assert.equal(nameCell(formula), `"'${formula}"`);
  assert.equal(columnName("undefinedLines"), "undefined_lines");
});
