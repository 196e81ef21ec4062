import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Tx } from "#db/clients.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { commitBatch } from "./commit-batch.ts";
import { countParties, partiesOfRecords, type Probe, searchParties } from "./search-parties.ts";
import { eachSelected, freezeSelection, readSelection, selectionById } from "./selections.ts";
import { batchOf, openCompany, pseudonymOf } from "./store-fixture.ts";

let db: TestDatabase;
let companyId: number;
const AT = Date.UTC(2026, 0, 15, 9, 30);
const HOUR = 3_600_000;
/** Three days of expiry, one slice each; "often" is in every second call. */
const DAYS = ["2026-03-01", "2026-03-02", "2026-03-03"];

before(async () => {
  db = await openTestDatabase();
  companyId = await openCompany(db, "search");
  for (const [slice, expiresOn] of DAYS.entries()) {
    const calls = Array.from({ length: 40 }, (_, i) => ({
      at: AT + slice * 24 * HOUR + i * HOUR * 0.1,
      person: i % 2 === 0 ? "often" : `other ${i}`,
    }));
    await commitBatch(
      db.data("ingest"),
      batchOf({ companyId, calls, deliveryId: randomUUID(), expiresOn, sliceId: slice + 1 }),
    );
  }
});
after(() => db.close());

const probes = (person: string): Probe[] =>
  DAYS.map((day, slice) => ({ day, sliceId: slice + 1, pseudonym: pseudonymOf(person, slice + 1) }));
const asWeb = <T>(work: (tx: Tx) => Promise<T>, company = companyId) => withCompany(db.data("web"), company, work);

test("a person is found in every slice, newest first, and pages neither overlap nor leave a gap", async () => {
  const all = await asWeb((tx) => searchParties(tx, companyId, probes("often"), { limit: 501 }));
  assert.equal(all.length, 60);
  assert.deepEqual(
    all.map((hit) => hit.recordId),
    all
      .map((hit) => hit.recordId)
      .toSorted()
      .toReversed(),
  );
  assert.equal(all[0]?.kind, 1);
  assert.equal(all[0]?.durationSeconds, 12);
  const paged: string[] = [];
  for (let last: string | undefined; ; ) {
    const page = { limit: 7, ...(last === undefined ? {} : { before: last }) };
    const hits = await asWeb((tx) => searchParties(tx, companyId, probes("often"), page));
    if (hits.length === 0) break;
    paged.push(...hits.map((hit) => hit.recordId));
    last = hits.at(-1)?.recordId;
  }
  assert.deepEqual(
    paged,
    all.map((hit) => hit.recordId),
  );
});

test("a pseudonym of one slice finds nothing in another slice's day", async () => {
  const misplaced = [{ day: DAYS[1] ?? "", sliceId: 2, pseudonym: pseudonymOf("often", 1) }];
  assert.deepEqual(await asWeb((tx) => searchParties(tx, companyId, misplaced, { limit: 10 })), []);
});

test("filters narrow by period, source, role, kind, direction and endpoint; an empty choice matches nothing", async () => {
  const find = (filters: object) =>
    asWeb((tx) => searchParties(tx, companyId, probes("often"), { limit: 501, filters }));
  assert.equal((await find({ from: new Date(AT + 24 * HOUR), to: new Date(AT + 48 * HOUR) })).length, 20);
  assert.equal((await find({ to: new Date(AT) })).length, 0);
  assert.equal((await find({ sourceIds: [1], roles: [1], kinds: [1], directions: [1], endpointIds: [7] })).length, 60);
  for (const filters of [
    { sourceIds: [2] },
    { roles: [2] },
    { kinds: [2] },
    { directions: [2] },
    { endpointIds: [8] },
    { kinds: [] },
  ]) {
    assert.equal((await find(filters)).length, 0, JSON.stringify(filters));
  }
});

test("counts are by kind and source, and agree with the hits", async () => {
  const { counts, capped } = await asWeb((tx) => countParties(tx, companyId, probes("often")));
  assert.deepEqual(counts, [{ kind: 1, product: 4, sourceId: 1, class: 1, hits: 60 }]);
  assert.equal(capped, false);
});

test("another company finds nothing with the same probes, and nothing when it claims to be this one", async () => {
  const other = await openCompany(db, "stranger");
  assert.deepEqual(await asWeb((tx) => searchParties(tx, other, probes("often"), { limit: 10 }), other), []);
  assert.deepEqual(await asWeb((tx) => searchParties(tx, companyId, probes("often"), { limit: 10 }), other), []);
  assert.deepEqual(
    await db.data("web").begin((tx) => searchParties(tx, companyId, probes("often"), { limit: 10 })),
    [],
  );
});

test("everybody in a record is found by the record", async () => {
  const hits = await asWeb((tx) => searchParties(tx, companyId, probes("often"), { limit: 3 }));
  const ids = hits.map((hit) => hit.recordId);
  const rows = await asWeb((tx) => partiesOfRecords(tx, companyId, ids, DAYS));
  assert.deepEqual(rows.map((row) => row.recordId).sort(), [...ids].sort());
  assert.ok(rows.every((row) => row.pseudonym.replaceAll("-", "") === pseudonymOf("often", 3).toString("hex")));
});

test("a selection stays what it was when more calls come, and can be read in pages", async () => {
  const selection = { companyId, accountId: null, createdAt: new Date(), expiresAt: new Date(), detail: {} };
  const [all, some] = [randomUUID(), randomUUID()];
  const hits = await asWeb((tx) => searchParties(tx, companyId, probes("often"), { limit: 5 }));
  assert.equal(await asWeb((tx) => freezeSelection(tx, { ...selection, id: all, probes: probes("often") })), 60);
  const recordIds = hits.slice(0, 5).map((hit) => hit.recordId);
  assert.equal(
    await asWeb((tx) => freezeSelection(tx, { ...selection, id: some, probes: probes("often"), recordIds })),
    5,
  );
  const late = [{ at: AT + 5, person: "often" }];
  await commitBatch(
    db.data("ingest"),
    batchOf({ companyId, calls: late, deliveryId: randomUUID(), expiresOn: "2026-03-01" }),
  );
  const read = await asWeb(async (tx) => {
    const rows = [];
    for await (const page of eachSelected(tx, companyId, all, 9)) rows.push(...page);
    return rows;
  });
  assert.equal(read.length, 60);
  assert.ok(read.every((row) => row.stillThere && row.product === 4));
  assert.deepEqual(
    (await asWeb((tx) => readSelection(tx, companyId, some, { limit: 50 }))).map((row) => row.recordId),
    recordIds,
  );
  assert.equal((await asWeb((tx) => selectionById(tx, companyId, all)))?.hits, 60);
});
