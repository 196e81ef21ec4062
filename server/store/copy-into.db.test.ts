import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { transaction } from "#db/transaction.ts";
import { BinaryRows } from "./binary-rows.ts";
import { copyInto } from "./copy-into.ts";

let db: TestDatabase;
const TABLE = "data.raw_segment_20260301";
const COLUMNS = [
  "company_id",
  "expires_on",
  "slice_id",
  "source_id",
  "id",
  "delivery_id",
  "product",
  "records",
  "sealed",
];

before(async () => {
  db = await openTestDatabase();
  await db.data("ingest")`select data.ensure_day('2026-03-01')`;
});
after(() => db.close());

function rowsOf(ids: readonly Buffer[], options: { day?: string; bytes?: number; columns?: number } = {}): Buffer {
  const rows = new BinaryRows();
  for (const id of ids) {
    rows.row(options.columns ?? COLUMNS.length);
    rows.int4(1);
    rows.date(options.day ?? "2026-03-01");
    rows.int4(1);
    rows.int4(1);
    rows.uuid(id);
    rows.uuid(id);
    rows.int2(1);
    rows.int2(1);
    rows.bytea(Buffer.alloc(options.bytes ?? 10));
  }
  return rows.finish();
}

const copy = (rows: Buffer) => transaction(db.data("ingest"), (tx) => copyInto(tx, TABLE, COLUMNS, rows));
const isCode = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

async function poolWorks(): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 8 }, () => db.data("ingest")`select 1 as one`));
  assert.equal(answers.length, 8);
}

test("rows of any size arrive", async () => {
  await copy(rowsOf([randomBytes(16), randomBytes(16)], { bytes: 3_000_000 }));
  await poolWorks();
});

test("a duplicate key settles with the server's error and the pool goes on", { timeout: 20_000 }, async () => {
  const id = randomBytes(16);
  await assert.rejects(copy(rowsOf([id, id])), isCode("23505"));
  await assert.rejects(
    copy(rowsOf([id, ...Array.from({ length: 50 }, () => randomBytes(16)), id], { bytes: 100_000 })),
    isCode("23505"),
  );
  await poolWorks();
});

test("a value that is none, or a row of another partition, settles too", { timeout: 20_000 }, async () => {
  await assert.rejects(copy(rowsOf([randomBytes(16)], { columns: 5 })), isCode("22P04"));
  await assert.rejects(copy(rowsOf([randomBytes(16)], { day: "2026-04-01" })), isCode("23514"));
  await poolWorks();
});

test("a missing leaf settles before a byte is sent", { timeout: 20_000 }, async () => {
  const missing = transaction(db.data("ingest"), (tx) =>
    copyInto(tx, "data.raw_segment_19990101", COLUMNS, rowsOf([randomBytes(16)])),
  );
  await assert.rejects(missing, isCode("42P01"));
  await poolWorks();
});

test("a backend killed while it copies settles, and the pool opens another", { timeout: 20_000 }, async () => {
  const big = rowsOf(
    Array.from({ length: 40 }, () => randomBytes(16)),
    { bytes: 500_000 },
  );
  const killed = transaction(db.data("ingest"), async (tx) => {
    const [row] = await tx`select pg_backend_pid() as pid`;
    const copying = copyInto(tx, TABLE, COLUMNS, big);
    copying.catch(() => undefined);
    await db.data("ingest")`select pg_terminate_backend(${row?.["pid"] as number})`;
    await copying;
  });
  await assert.rejects(killed);
  // postgres.js hands the dead connection's last words to the first query of the next one (3.4.9).
  await Promise.allSettled(Array.from({ length: 8 }, () => db.data("ingest")`select 1 as one`));
  await poolWorks();
});
