import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Tx } from "#db/clients.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { commitBatch } from "./commit-batch.ts";
import {
  type DayOfRecords,
  exportEdges,
  type ExportPage,
  hasMore,
  readCode,
  readExportPage,
  readExportParties,
  type RecordsAsked,
} from "./export-page.ts";
import { raiseFence } from "./fence.ts";
import { FIRST_ID, LAST_ID } from "./ids.ts";
import { uuidText } from "../domain/uuid.ts";
import { partiesOfRecords } from "./search-parties.ts";
import { epochSeen, freezeSelection } from "./selections.ts";
import { batchOf, openCompany, pseudonymOf } from "./store-fixture.ts";

let db: TestDatabase;
let companyId: number;
const selectionId = randomUUID();
const DAYS = ["2026-03-01", "2026-03-02", "2026-03-03"];
const CALLS = 60;

before(async () => {
  db = await openTestDatabase();
  companyId = await openCompany(db, "pages");
  for (const [slice, expiresOn] of DAYS.entries()) {
    const calls = Array.from({ length: CALLS }, (_, i) => ({
      at: Date.UTC(2026, 0, 15 + slice, 9) + i * 60_000,
      person: i % 2 === 0 ? "often" : `other ${i}`,
    }));
    await commitBatch(
      db.data("ingest"),
      batchOf({ companyId, calls, deliveryId: randomUUID(), expiresOn, sliceId: slice + 1 }),
    );
  }
  const probes = DAYS.map((day, i) => ({ day, sliceId: i + 1, pseudonym: pseudonymOf("often", i + 1) }));
  const times = { createdAt: new Date(), expiresAt: new Date() };
  await asWeb((tx) =>
    freezeSelection(tx, { companyId, id: selectionId, accountId: null, ...times, detail: {}, probes }),
  );
});
after(() => db.close());

const asWeb = <T>(work: (tx: Tx) => Promise<T>, company = companyId) => withCompany(db.data("web"), company, work);

async function pages(limit: number, close: number, epoch: number, company = companyId): Promise<ExportPage[]> {
  return await asWeb(async (tx) => {
    const found: ExportPage[] = [];
    let high = LAST_ID;
    for (const low of await exportEdges(tx, companyId, selectionId, { before: high, limit, pages: 1_000 })) {
      found.push(
        await readExportPage(tx, companyId, selectionId, { low, before: high, close, epoch, knownSlices: [] }),
      );
      high = low;
    }
    assert.equal(found.length === 0 || high === FIRST_ID, true, "the last page ends where the selection begins");
    return found;
  }, company);
}

const each = <T>(page: ExportPage, read: (i: number) => T) => Array.from({ length: page.rows }, (_, i) => read(i));
const idsOf = (found: readonly ExportPage[]) => found.flatMap((page) => each(page, (i) => page.id(i)));
const everybody = (ids: readonly string[]): RecordsAsked => ({ ids, own: ids.map(() => 0), pseudonyms: [] });

test("pages neither overlap nor leave a gap, whichever way the facts are read", async () => {
  const epoch = await asWeb((tx) => epochSeen(tx, companyId));
  const [whole] = await pages(1_000, 1_000, epoch);
  assert.ok(whole !== undefined);
  assert.deepEqual([whole.rows, whole.frozen], [90, null]);
  const ids = idsOf([whole]);
  assert.deepEqual(ids, ids.toSorted().toReversed());
  assert.ok(whole.durations.every((seconds) => seconds === 12));
  assert.ok(whole.queues.every((queue) => queue === 0));
  assert.deepEqual(
    [...new Set(each(whole, (i) => whole.pseudonym(i)?.replaceAll("-", "")))],
    [3, 2, 1].map((slice) => pseudonymOf("often", slice).toString("hex")),
  );
  const code = readCode(whole.codes[0] ?? 0);
  assert.deepEqual([code.kind, code.role, code.class, whole.sourceIds[0]], [1, 1, 1, 1]);
  assert.equal(hasMore(whole.codes[0] ?? 0), false);
  for (const close of [0, 1_000]) {
    const found = await pages(7, close, epoch);
    assert.equal(found.length, 13);
    assert.deepEqual(idsOf(found), ids);
    assert.deepEqual(
      found.flatMap((page) => [...page.codes]),
      [...whole.codes],
    );
  }
});

test("a slice that is known tells no pseudonym again", async () => {
  const asked = { low: FIRST_ID, before: LAST_ID, close: 1_000, epoch: 0, knownSlices: [3, 2] };
  const page = await asWeb((tx) => readExportPage(tx, companyId, selectionId, asked));
  assert.equal(page.rows, 90);
  for (const [i, slice] of page.sliceIds.entries())
    assert.equal(
      page.pseudonym(i)?.replaceAll("-", "") ?? null,
      slice === 1 ? pseudonymOf("often", 1).toString("hex") : null,
    );
});

test("everybody in the records of a page is found alike by the day and by the record", async () => {
  const all = idsOf(await pages(1_000, 1_000, 0));
  const text = (rows: readonly string[]) => [...rows].sort();
  const asRows = (asked: RecordsAsked, days: readonly DayOfRecords[]) =>
    asWeb(async (tx) =>
      (await readExportParties(tx, companyId, asked, days)).flatMap((found) =>
        [...found.places].map(
          (place, i) => `${asked.ids[place]} ${found.sliceIds[i]} ${found.codes[i]} ${found.pseudonym(i)}`,
        ),
      ),
    );
  const one = async (ids: readonly string[]) =>
    (await asWeb((tx) => partiesOfRecords(tx, companyId, ids, DAYS))).map(
      (row) => `${row.recordId} ${row.sliceId} ${(row.role << 3) + row.class} ${row.pseudonym}`,
    );
  const exact = [2, 1, 0].map((day, i) => ({ day: DAYS[day] ?? "", first: i * 30, last: i * 30 + 29 }));
  const wide = DAYS.map((day) => ({ day, first: 0, last: all.length - 1 }));
  assert.equal((await one(all)).length, 90);
  const asked = everybody(all);
  assert.deepEqual(text(await asRows(asked, exact)), text(await one(all)));
  assert.deepEqual(text(await asRows(asked, wide)), text(await one(all)));
  const few = all.slice(0, 3);
  assert.deepEqual(
    text(await asRows(everybody(few), [{ day: DAYS[2] ?? "", first: 0, last: 2 }])),
    text(await one(few)),
  );
  assert.deepEqual(await asRows(asked, [{ day: "2031-01-01", first: 0, last: 89 }]), []);
  // Whoever is known of a record under its own role, class and pseudonym is not told again, and nobody else is kept back.
  const mine = [1, 2, 3].map((slice) => uuidText(pseudonymOf("often", slice)));
  const known = all.map((_, i) => (i < 40 ? 9 : i < 50 ? 10 : 0));
  for (const days of [exact, wide]) {
    const left = await asRows({ ids: all, own: known, pseudonyms: mine }, days);
    assert.deepEqual(text(left), text(await one(all.slice(40))));
    assert.equal(
      (await asRows({ ids: all, own: known, pseudonyms: [uuidText(Buffer.alloc(16, 1))] }, days)).length,
      90,
    );
  }
});

test("another company reads no page and nobody in it, whatever it claims", async () => {
  const other = await openCompany(db, "stranger");
  const all = idsOf(await pages(1_000, 1_000, 0));
  const days = DAYS.map((day) => ({ day, first: 0, last: all.length - 1 }));
  assert.deepEqual(await pages(7, 1_000, 0, other), []);
  for (const claimed of [companyId, other]) {
    const asked = { low: FIRST_ID, before: LAST_ID, close: 1_000, epoch: 0, knownSlices: [] };
    assert.equal((await asWeb((tx) => readExportPage(tx, claimed, selectionId, asked), other)).rows, 0);
    assert.deepEqual(await asWeb((tx) => readExportParties(tx, claimed, everybody(all), days), other), []);
  }
});

test("once a fence was raised the rows that went are left out and counted, also where none of a page is left", async () => {
  const epoch = await asWeb((tx) => epochSeen(tx, companyId));
  const gone = idsOf(await pages(1_000, 1_000, epoch)).slice(0, 10);
  await withCompany(db.data("owner"), companyId, async (tx) => {
    await tx`delete from data.party where company_id = ${companyId} and record_id = any (${gone}::uuid[])`;
    await raiseFence(tx, companyId);
  });
  assert.notEqual(await asWeb((tx) => epochSeen(tx, companyId)), epoch);
  for (const close of [0, 1_000]) {
    const found = await pages(7, close, epoch);
    assert.deepEqual(
      found.slice(0, 2).map((page) => [page.frozen, page.rows]),
      [
        [7, 0],
        [7, 4],
      ],
    );
    // A page of which nothing went says nothing of it.
    assert.equal(
      found.reduce((sum, page) => sum + (page.frozen ?? page.rows), 0),
      90,
    );
    assert.equal(idsOf(found).length, 80);
  }
});
