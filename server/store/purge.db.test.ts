import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { commitBatch } from "./commit-batch.ts";
import { ensureDays } from "./partitions.ts";
import { deleteDue, dropDay, droppableDays, listLeaves, listPurges, listStored } from "./purge.ts";
import { batchOf, countRows, openCompany } from "./store-fixture.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

const AT = Date.UTC(2026, 0, 15, 9, 30);

test("a day that is over everywhere is dropped with its counts in the log; the days beside it stay", async () => {
  const companyId = await openCompany(db, "drop");
  for (const [i, expiresOn] of ["2026-02-01", "2026-02-02"].entries()) {
    const calls = Array.from({ length: 10 }, (_, n) => ({ at: AT + i * 60_000 + n, person: "somebody" }));
    await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID(), expiresOn }));
  }
  const [leaf] = (await droppableDays(db.data("keeper"), new Date())).filter((one) => one.firstDay === "2026-02-01");
  assert.ok(leaf !== undefined);
  const at = new Date("2026-02-02T00:10:00Z");
  const went = await dropDay(db.data("keeper"), leaf, at);
  assert.deepEqual(
    went.filter((row) => row.companyId === companyId).map((row) => [row.class, row.held]),
    [
      [1, 10],
      [5, 10],
    ],
  );
  assert.equal(await countRows(db, companyId, "party"), 10);
  const purges = await withCompany(db.data("web"), companyId, (tx) => listPurges(tx, companyId, { limit: 10 }));
  assert.deepEqual(
    purges.map((row) => [row.expiresOn, row.class, row.held, row.wentAt]),
    [
      ["2026-02-01", 1, 10, at],
      ["2026-02-01", 5, 10, at],
    ],
  );
  assert.deepEqual(await dropDay(db.data("keeper"), leaf, at), []);
  const stored = await withCompany(db.data("web"), companyId, (tx) => listStored(tx, companyId));
  assert.deepEqual([...new Set(stored.map((row) => row.expiresOn))], ["2026-02-02"]);
});

test("a day that is not over in the last time zone cannot be dropped, whatever clock is claimed", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await ensureDays(db.data("ingest"), [today, tomorrow]);
  const later = new Date(Date.now() + 10 * 86_400_000);
  assert.equal(
    (await droppableDays(db.data("keeper"), later)).some((leaf) => leaf.firstDay === tomorrow),
    false,
  );
  const [leaf] = (await listLeaves(db.data("keeper"))).filter((one) => one.firstDay === tomorrow);
  assert.ok(leaf !== undefined);
  await assert.rejects(
    dropDay(db.data("keeper"), leaf, later),
    (error) => (error as { code?: string }).code === "55000",
  );
  const long = (await droppableDays(db.data("keeper"), new Date("2020-01-01"))).length;
  assert.equal(long, 0, "the application's clock counts too");
});

test("a drop waits for a search that runs, without making later searches wait for long", async () => {
  await ensureDays(db.data("ingest"), ["2026-01-20"]);
  const [leaf] = (await listLeaves(db.data("keeper"))).filter((one) => one.firstDay === "2026-01-20");
  assert.ok(leaf !== undefined);
  let dropped = false;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reading: () => void = () => undefined;
  const isReading = new Promise<void>((resolve) => {
    reading = resolve;
  });
  const reader = withCompany(db.data("owner"), 1, async (tx) => {
    await tx`select count(*) from data.party`;
    reading();
    await held;
  });
  await isReading;
  const drop = dropDay(db.data("keeper"), leaf, new Date(), { lockMs: 50 }).then(() => {
    dropped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(dropped, false);
  const start = performance.now();
  await withCompany(db.data("owner"), 1, (tx) => tx`select count(*) from data.party`);
  assert.ok(performance.now() - start < 5_000);
  release();
  await Promise.all([reader, drop]);
  assert.equal(dropped, true);
});

test("days beyond the horizon share a month, whose due rows are deleted company by company", async () => {
  const companyId = await openCompany(db, "month");
  const never = "3026-01-15";
  const calls = [{ at: AT, person: "kept" }];
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID(), expiresOn: never }));
  const leaves = await ensureDays(db.data("ingest"), [never, "3026-01-16"]);
  assert.equal(leaves.get(never), leaves.get("3026-01-16"));
  assert.equal(leaves.get(never), "m302601");
  const due = await withCompany(db.data("keeper"), companyId, (tx) => deleteDue(tx, companyId, "2026-11-01"));
  assert.equal(due, 0);
  await assert.rejects(
    withCompany(db.data("keeper"), companyId, (tx) => deleteDue(tx, companyId, "3027-01-01")),
    (error) => (error as { code?: string }).code === "55000",
  );
  assert.equal(await countRows(db, companyId, "party"), 1);
});

test("due rows go company by company while their day still runs elsewhere, and are logged once", async () => {
  const [mine, theirs] = [await openCompany(db, "due"), await openCompany(db, "not-due")];
  const expiresOn = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const calls = Array.from({ length: 5 }, (_, n) => ({ at: AT + n, person: "somebody" }));
  for (const companyId of [mine, theirs]) {
    await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID(), expiresOn }));
  }
  // Five parties and one segment.
  assert.equal(await withCompany(db.data("keeper"), mine, (tx) => deleteDue(tx, mine, expiresOn)), 6);
  assert.equal(await withCompany(db.data("keeper"), mine, (tx) => deleteDue(tx, mine, expiresOn)), 0);
  assert.equal(await countRows(db, mine, "party"), 0);
  assert.equal(await countRows(db, theirs, "party"), 5);
  const purges = await withCompany(db.data("web"), mine, (tx) => listPurges(tx, mine, { limit: 10 }));
  assert.deepEqual(
    purges.map((row) => [row.class, row.held]),
    [
      [1, 5],
      [5, 5],
    ],
  );
});
