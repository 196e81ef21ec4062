import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { readNumber } from "./read-number.ts";

const VECTORS = new URL("../../../../shared/corpus/phone-numbers/vectors.csv", import.meta.url);
const skip = existsSync(VECTORS) ? false : "the corpus is not on this machine";

test("every number of the corpus is read as the corpus says", { skip }, () => {
  const rows: Record<string, string>[] = parse(readFileSync(VECTORS, "utf8"), { columns: true, relax_quotes: true });
  assert.ok(rows.length >= 35, `only ${rows.length} vectors`);
  for (const row of rows) {
    const site = {
      country: row.default_country ?? "",
      outsideLine: row.outside_line_prefix || null,
      extensionDigits: row.extension_digits ? Number(row.extension_digits) : null,
      internationalPrefix: null,
    };
    const read = readNumber(row.input ?? "", site);
    const found = { kind: read.kind, e164: read.e164 ?? "", display: row.expected_display ? read.display : "" };
    assert.deepEqual(
      found,
      { kind: row.expected_kind, e164: row.expected_e164, display: row.expected_display },
      row.input,
    );
  }
});
