import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestKeyring } from "../test-keyring.ts";
import { COMPANY_TABLE, KEYRING_TABLES } from "./tables.ts";

test("every table of the keyring is in the list of what a generation does with it, and every sealed or hashed column of one that is made anew", async (t) => {
  const { database } = await openTestKeyring(t);
  const rows = await database.keyring("owner")`
    select c.relname as name, c.relispartition as part,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and col_description(c.oid, a.attnum) ~ '^(personal|key):' order by 1) as sealed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'keyring' and c.relkind in ('r', 'p')`;
  const tables = rows.filter((row) => row["part"] === false && !COMPANY_TABLE.test(row["name"] as string));
  assert.deepEqual(tables.map((row) => row["name"] as string).sort(), Object.keys(KEYRING_TABLES).sort());
  assert.ok(rows.some((row) => row["name"] === "subject_1"));
  for (const { name, sealed } of tables) {
    const fate = KEYRING_TABLES[name as string];
    assert.ok(fate);
    if (fate.fate === "resealed")
      assert.deepEqual(
        [...fate.columns, ...(fate.kept ?? [])].sort(),
        sealed,
        `${name as string}: these columns have to be made anew`,
      );
    else assert.ok(fate.why.length > 10);
    if (fate.fate === "ends") assert.deepEqual(sealed, [], `${name as string} holds something sealed`);
  }
});
