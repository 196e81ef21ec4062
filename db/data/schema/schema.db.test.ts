import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { openTestDatabase } from "../../testing/database.ts";
import { listColumns, listTables } from "../wall/catalogue.ts";
import * as schema from "./index.ts";

test("the schema files say what the migrations made, table by table and column by column", async (t) => {
  const db = await openTestDatabase(t);
  const owner = db.data("owner");
  const declared = new Map(
    Object.values<PgTable>(schema).map((table) => [getTableConfig(table).name, getTableConfig(table)]),
  );
  assert.deepEqual((await listTables(owner)).map((info) => info.table).sort(), [...declared.keys()].sort());
  for (const [name, table] of declared) {
    const made = await listColumns(owner, name);
    assert.deepEqual(
      table.columns.map((column) => [column.name, column.getSQLType(), !column.notNull]),
      made.map((column) => [column.name, column.type, column.nullable]),
      name,
    );
  }
});

test("every column says whether it is personal", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => !/^(columns|index|.*\.test)\.ts$/.test(file));
  assert.ok(files.length >= 20);
  for (const file of files) {
    for (const line of readFileSync(`${import.meta.dirname}/${file}`, "utf8").split("\n")) {
      if (!/^ +\w+: \w+\("/.test(line)) continue;
      assert.match(line, /\/\/ (plain|personal|pseudonym|sealed|secret)\b/, `${file}: ${line.trim()}`);
    }
  }
});
