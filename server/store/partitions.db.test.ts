import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { ensureDays, ensureMonths, forgetPartitions } from "./partitions.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

const leavesOf = async (parent: string) => {
  const rows = await db.data(
    "owner",
  )`select inhrelid::regclass::text as leaf from pg_inherits where inhparent = ${parent}::regclass`;
  return rows.map((row) => (row["leaf"] as string).replace("data.", "")).sort();
};

test("many who need a day at once make it once", async () => {
  const days = ["2026-05-01", "2026-05-02", "2026-05-03"];
  const makers = Array.from({ length: 12 }, (_, i) => {
    forgetPartitions(db.data("ingest"));
    return ensureDays(db.data(i % 2 === 0 ? "ingest" : "keeper"), i % 3 === 0 ? days : days.toReversed());
  });
  const answers = await Promise.all(makers);
  assert.ok(answers.every((leaves) => leaves.get("2026-05-02") === "20260502"));
  assert.deepEqual(await leavesOf("data.party"), ["party_20260501", "party_20260502", "party_20260503"]);
  assert.equal((await leavesOf("data.raw_segment")).length, 3);
  assert.equal((await leavesOf("data.undefined_line")).length, 3);
});

test("making a day waits for no search that runs, and no search waits for it", { timeout: 20_000 }, async () => {
  await withCompany(db.data("owner"), 1, async (tx) => {
    await tx`select count(*) from data.party`;
    await tx`select count(*) from data.call_record`;
    await ensureDays(db.data("ingest"), ["2026-05-09"]);
    await ensureMonths(db.data("ingest"), ["2026-05-09", "2026-06-30"]);
    await withCompany(db.data("owner"), 1, (other) => other`select count(*) from data.party`);
  });
  assert.ok((await leavesOf("data.party")).includes("party_20260509"));
  assert.ok((await leavesOf("data.call_record")).includes("call_record_202606"));
});

test("a month made whole while it was far away stays whole when its days come nearer", async () => {
  const owner = db.data("owner");
  for (const parent of ["party", "raw_segment", "undefined_line"]) {
    await owner`select data.attach_leaf(${parent}, ${`${parent}_m202608`}, 'from (''2026-08-01'') to (''2026-09-01'')')`;
  }
  const leaves = await ensureDays(db.data("ingest"), ["2026-08-31", "2026-09-01"]);
  assert.deepEqual([leaves.get("2026-08-31"), leaves.get("2026-09-01")], ["m202608", "20260901"]);
});

test("nobody makes thousands of tables with one call", async () => {
  const days = Array.from({ length: 2_001 }, (_, i) => new Date(Date.UTC(2030, 0, 1 + i)).toISOString().slice(0, 10));
  await assert.rejects(ensureDays(db.data("ingest"), days), (error) => (error as { code?: string }).code === "54000");
});

test("months of calls before 2000 and after 2099 share a partition each", async () => {
  const before = await leavesOf("data.call_record");
  await ensureMonths(db.data("ingest"), ["1970-01-01", "2100-01-01", "9999-12-31"]);
  assert.deepEqual(await leavesOf("data.call_record"), before);
});
