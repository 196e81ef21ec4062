import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, after, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { commitBatch } from "./commit-batch.ts";
import { CheckpointElsewhere, raiseFence } from "./fence.ts";
import { batchOf, countRows, openCompany } from "./store-fixture.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

const AT = Date.UTC(2026, 0, 15, 9, 30);
const calls = Array.from({ length: 50 }, (_, i) => ({ at: AT + i * 1000, person: `person ${i % 7}` }));

test("a batch is stored once, however often and under whatever delivery it comes", async () => {
  const companyId = await openCompany(db, "once");
  const first = await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID() }));
  assert.deepEqual(first, { inserted: 50, duplicates: 0, alreadyStored: false });
  const again = await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID() }));
  assert.deepEqual(again, { inserted: 0, duplicates: 50, alreadyStored: false });
  assert.equal(await countRows(db, companyId, "call_record"), 50);
  assert.equal(await countRows(db, companyId, "party"), 50);
  assert.equal(await countRows(db, companyId, "raw_segment"), 1);
});

test("a batch of which half is known stores the other half", async () => {
  const companyId = await openCompany(db, "half");
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(0, 25), deliveryId: randomUUID() }));
  const stored = await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID() }));
  assert.deepEqual(stored, { inserted: 25, duplicates: 25, alreadyStored: false });
  assert.equal(await countRows(db, companyId, "party"), 50);
});

test("equal lines at other places of one delivery are other calls, in one batch or in two", async () => {
  const companyId = await openCompany(db, "equal");
  const deliveryId = randomUUID();
  const call = { at: AT, person: "somebody" };
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls: [call, call], deliveryId }));
  const later = await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [call], deliveryId, from: 100, to: 200 }),
  );
  assert.equal(later.inserted, 1);
  const resent = await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [call, call, call], deliveryId: randomUUID() }),
  );
  assert.deepEqual(resent, { inserted: 0, duplicates: 3, alreadyStored: false });
  assert.equal(await countRows(db, companyId, "call_record"), 3);
});

test("equal facts of other people are other calls, and are known again in any order", async () => {
  const companyId = await openCompany(db, "people");
  const a = { at: AT, person: "A" };
  const b = { at: AT, person: "B" };
  const nobody = { at: AT, person: "" };
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls: [a], deliveryId: randomUUID() }));
  const other = await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [b, nobody], deliveryId: randomUUID() }),
  );
  assert.equal(other.inserted, 2);
  const resent = await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [nobody, b, a], deliveryId: randomUUID() }),
  );
  assert.deepEqual(resent, { inserted: 0, duplicates: 3, alreadyStored: false });
});

test("a call comes back without its erased party and is the same call", async () => {
  const companyId = await openCompany(db, "watermark");
  await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [{ at: AT, person: "gone" }], deliveryId: randomUUID() }),
  );
  const resent = await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: [{ at: AT, person: "gone", erased: true }], deliveryId: randomUUID() }),
  );
  assert.deepEqual(resent, { inserted: 0, duplicates: 1, alreadyStored: false });
});

test("a segment that was stored already stores nothing, and one that does not follow is refused with the position", async () => {
  const companyId = await openCompany(db, "position");
  const deliveryId = randomUUID();
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(0, 5), deliveryId }));
  const again = await commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(5, 9), deliveryId }));
  assert.equal(again.alreadyStored, true);
  assert.equal(await countRows(db, companyId, "call_record"), 5);
  await assert.rejects(
    commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(5, 9), deliveryId, from: 300, to: 400 })),
    (error) => error instanceof CheckpointElsewhere && error.position === 100,
  );
});

test("an earlier holder of the source is refused once a later one has read the delivery", async () => {
  const companyId = await openCompany(db, "fencing");
  const deliveryId = randomUUID();
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(0, 2), deliveryId, fencing: 2 }));
  await assert.rejects(
    commitBatch(
      db.data("ingest"),
      batchOf({ companyId, calls: calls.slice(2, 4), deliveryId, from: 100, to: 200, fencing: 1 }),
    ),
    (error) => error instanceof AppError && error.code === "conflict",
  );
});

test("a batch resolved before the fence was raised is refused whole", async () => {
  const companyId = await openCompany(db, "fenced");
  await withCompany(db.data("web"), companyId, (tx) => raiseFence(tx, companyId));
  await assert.rejects(
    commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID(), epoch: 1 })),
    (error) => error instanceof AppError && error.code === "fenced" && error.retry,
  );
  assert.equal(await countRows(db, companyId, "call_record"), 0);
});

test("two batches in flight of one delivery are stored in order", async () => {
  const companyId = await openCompany(db, "flight");
  const deliveryId = randomUUID();
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = gate.then(() =>
    commitBatch(db.data("ingest"), batchOf({ companyId, calls: calls.slice(0, 25), deliveryId })),
  );
  const second = commitBatch(db.data("ingest"), {
    ...batchOf({ companyId, calls: calls.slice(25), deliveryId, from: 100, to: 200 }),
    after: first,
  });
  release();
  assert.equal((await first).inserted + (await second).inserted, 50);
});

test("wild dates are stored too", async () => {
  const companyId = await openCompany(db, "wild");
  const wild = [
    Date.UTC(1970, 0, 1),
    Date.UTC(1999, 11, 31),
    Date.UTC(2000, 0, 1),
    Date.UTC(2099, 11, 31, 23),
    Date.UTC(2100, 0, 1),
    Date.UTC(10_000, 0, 1),
  ];
  const stored = await commitBatch(db.data("ingest"), {
    ...batchOf({ companyId, calls: wild.map((at) => ({ at, person: "somebody" })), deliveryId: randomUUID() }),
  });
  assert.equal(stored.inserted, 6);
});
