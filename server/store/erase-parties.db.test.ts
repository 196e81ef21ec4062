import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Tx } from "#db/clients.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { partyBit } from "../domain/codes.ts";
import { uuidText } from "../domain/uuid.ts";
import { commitBatch } from "./commit-batch.ts";
import { deleteParties, deletePartyRows, type ErasedRow } from "./erase-parties.ts";
import { deleteSlice, eachPartyOfSlice, replaceParties } from "./move-parties.ts";
import { ensureDays } from "./partitions.ts";
import { listStored } from "./purge.ts";
import { moveRawSegment, readRawSegments, rewriteRawSegments } from "./raw-segments.ts";
import { searchParties } from "./search-parties.ts";
import { batchOf, countRows, openCompany, pseudonymOf } from "./store-fixture.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

const DAY = "2026-03-01";
const AT = Date.UTC(2026, 0, 15, 9, 30);

async function filled(slug: string) {
  const companyId = await openCompany(db, slug);
  const calls = Array.from({ length: 30 }, (_, i) => ({ at: AT + i * 1000, person: `person ${i % 3}` }));
  await commitBatch(db.data("ingest"), batchOf({ companyId, calls, deliveryId: randomUUID() }));
  const asWeb = <T>(work: (tx: Tx) => Promise<T>) => withCompany(db.data("web"), companyId, work);
  return { companyId, asWeb };
}

const probe = (person: string, day = DAY, sliceId = 1) => ({ day, sliceId, pseudonym: pseudonymOf(person, sliceId) });

test("deleting a person leaves no row of theirs, marks the records, keeps everybody else", async () => {
  const { companyId, asWeb } = await filled("delete");
  const gone: ErasedRow[] = [];
  const byKind = await asWeb((tx) =>
    deleteParties(tx, companyId, [probe("person 0")], (rows) => void gone.push(...rows)),
  );
  assert.deepEqual([...byKind], [[1, 10]]);
  assert.equal(gone.length, 10);
  assert.ok(gone.every((row) => row.segmentId !== null && row.ordinal !== null && row.ordinal % 3 === 0));
  assert.equal(await countRows(db, companyId, "party"), 20);
  assert.equal(await countRows(db, companyId, "call_record"), 30);
  const [marked] = await withCompany(
    db.data("owner"),
    companyId,
    (tx) => tx`select count(*)::int as n from data.call_record where erased = ${partyBit("calling", "phone")}`,
  );
  assert.equal(marked?.["n"], 10);
  assert.deepEqual(
    (await asWeb((tx) => listStored(tx, companyId))).map((row) => [row.class, row.held]),
    [
      [1, 20],
      [5, 30],
    ],
  );
});

test("chosen rows go alone", async () => {
  const { companyId, asWeb } = await filled("rows");
  const hits = await asWeb((tx) => searchParties(tx, companyId, [probe("person 1")], { limit: 3 }));
  const refs = hits.map((hit) => ({ day: DAY, pseudonym: uuidText(pseudonymOf("person 1")), recordId: hit.recordId }));
  const gone = await asWeb((tx) => deletePartyRows(tx, companyId, refs));
  assert.deepEqual(gone.map((row) => row.recordId).sort(), hits.map((hit) => hit.recordId).sort());
  assert.equal((await asWeb((tx) => searchParties(tx, companyId, [probe("person 1")], { limit: 50 }))).length, 7);
});

test("a rewritten segment holds the new bytes, an emptied one is gone, and its records forget it", async () => {
  const { companyId, asWeb } = await filled("raw");
  const [hit] = await asWeb((tx) => searchParties(tx, companyId, [probe("person 2")], { limit: 1 }));
  const id = hit?.segmentId ?? "";
  const without = [hit?.recordId ?? ""];
  assert.equal(
    await asWeb((tx) =>
      rewriteRawSegments(tx, companyId, [{ id, day: DAY, sealed: Buffer.from("rest"), records: 29, without }]),
    ),
    1,
  );
  const [segment] = await asWeb((tx) => readRawSegments(tx, companyId, [id], [DAY, "2026-03-02"]));
  assert.deepEqual([segment?.sealed.toString(), segment?.records], ["rest", 29]);
  const [now] = await asWeb((tx) => searchParties(tx, companyId, [probe("person 2")], { limit: 1 }));
  assert.deepEqual([now?.segmentId, now?.ordinal], [null, null]);
  assert.equal(
    await asWeb((tx) => rewriteRawSegments(tx, companyId, [{ id, day: DAY, sealed: null, records: 0, without: [] }])),
    1,
  );
  assert.equal(await countRows(db, companyId, "raw_segment"), 0);
  assert.equal(
    (await asWeb((tx) => listStored(tx, companyId))).some((row) => row.class === 5),
    false,
  );
});

test("rows move to another slice and day with all they had, and are found there alone", async () => {
  const { companyId, asWeb } = await filled("move");
  const newDay = "2026-04-01";
  await ensureDays(db.data("ingest"), [newDay]);
  const moved = await asWeb(async (tx) => {
    let count = 0;
    for await (const page of eachPartyOfSlice(tx, companyId, { day: DAY, id: 1 }, 4)) {
      const moves = page.map((row) => ({
        day: row.expiresOn,
        pseudonym: row.pseudonym,
        recordId: row.recordId,
        newDay,
        newSliceId: 2,
        newPseudonym: uuidText(Buffer.from(row.pseudonym.replaceAll("-", ""), "hex").map((byte) => byte ^ 1)),
      }));
      count += await replaceParties(tx, companyId, moves);
    }
    return count;
  });
  assert.equal(moved, 30);
  const there = { day: newDay, sliceId: 2, pseudonym: Buffer.from(pseudonymOf("person 0").map((byte) => byte ^ 1)) };
  assert.equal((await asWeb((tx) => searchParties(tx, companyId, [there], { limit: 50 }))).length, 10);
  assert.equal((await asWeb((tx) => searchParties(tx, companyId, [probe("person 0")], { limit: 50 }))).length, 0);
  const [hit] = await asWeb((tx) => searchParties(tx, companyId, [there], { limit: 1 }));
  const id = hit?.segmentId ?? "";
  assert.equal(
    await asWeb((tx) => moveRawSegment(tx, companyId, { id, day: DAY, newDay, newSliceId: 2, sealed: randomBytes(8) })),
    true,
  );
  assert.deepEqual(
    (await asWeb((tx) => listStored(tx, companyId))).map((row) => [row.expiresOn, row.class, row.held]),
    [
      [newDay, 1, 30],
      [newDay, 5, 30],
    ],
  );
});

test("all of a slice goes without a mark on the records", async () => {
  const { companyId, asWeb } = await filled("slice");
  const went = await asWeb((tx) => deleteSlice(tx, companyId, { day: DAY, id: 1 }));
  assert.deepEqual(went.map((row) => [row.class, row.rows]).sort(), [
    [1, 30],
    [5, 30],
  ]);
  assert.equal(await countRows(db, companyId, "party"), 0);
  assert.deepEqual(await asWeb((tx) => listStored(tx, companyId)), []);
});

test("one company deletes nothing of another with the same pseudonyms", async () => {
  const mine = await filled("mine");
  const theirs = await filled("theirs");
  await mine.asWeb((tx) => deleteParties(tx, mine.companyId, [probe("person 0")]));
  await mine.asWeb((tx) => deleteParties(tx, theirs.companyId, [probe("person 1")]));
  assert.equal(await countRows(db, mine.companyId, "party"), 20);
  assert.equal(await countRows(db, theirs.companyId, "party"), 30);
});
