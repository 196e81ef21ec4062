import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { readCheckpoint, readCheckpoints, startDelivery } from "./checkpoints.ts";
import { dropInboxPublicKeys, listInboxPublicKeys, putInboxPublicKeys } from "./inbox-keys.ts";
import { claimLease, listLeases, releaseLease, renewLease } from "./leases.ts";
import {
  addSource,
  changeSource,
  listSources,
  listSourcesToCollect,
  removeSource,
  setSourceState,
  sourceById,
} from "./sources.ts";
import { openCompany } from "./store-fixture.ts";
import { addToTransfer, endLostTransfers, endTransfer, listTransfers, startTransfer } from "./transfers.ts";

let db: TestDatabase;
before(async () => {
  db = await openTestDatabase();
});
after(() => db.close());

const source = (companyId: number) => ({
  companyId,
  name: "Växel",
  transport: "shared-file",
  driver: "asterisk-cdr-csv",
  product: 4,
  settings: { path: "/srv/cdr", pattern: "*.csv", mode: "tail" },
  driverOptions: {},
  timeZone: null,
  country: null,
  outsideLine: null,
  extensionDigits: null,
  internationalPrefix: null,
  keepNames: false,
});

test("a source is stopped until it is started; only a running one is collected", async () => {
  const companyId = await openCompany(db, "sources");
  const web = db.data("web");
  const collect = db.data("collect");
  const ids = await Promise.all(
    [1, 2, 3].map(() => withCompany(web, companyId, (tx) => addSource(tx, source(companyId)))),
  );
  assert.deepEqual([...ids].sort(), [1, 2, 3]);
  assert.deepEqual(
    (await listSourcesToCollect(collect)).filter((row) => row.companyId === companyId),
    [],
  );
  const at = new Date("2026-03-01T08:00:00Z");
  await withCompany(web, companyId, (tx) => setSourceState(tx, companyId, 1, "running", null, at));
  await withCompany(collect, companyId, (tx) => setSourceState(tx, companyId, 1, "failed", "unreadable", at));
  const [wanted] = (await listSourcesToCollect(collect)).filter((row) => row.companyId === companyId);
  assert.deepEqual(
    [wanted?.id, wanted?.state, wanted?.stateReason, wanted?.settings["mode"]],
    [1, "failed", "unreadable", "tail"],
  );
  await withCompany(web, companyId, (tx) => changeSource(tx, companyId, 1, { name: "Växel 2", outsideLine: "00" }));
  assert.equal((await withCompany(web, companyId, (tx) => sourceById(tx, companyId, 1)))?.name, "Växel 2");
  await withCompany(web, companyId, (tx) => removeSource(tx, companyId, 1, at));
  assert.deepEqual(
    (await listSourcesToCollect(collect)).filter((row) => row.companyId === companyId),
    [],
  );
  assert.equal((await withCompany(web, companyId, (tx) => listSources(tx, companyId))).length, 2);
});

test("one collector holds a source; each new holder has a higher fencing number", async () => {
  const companyId = await openCompany(db, "leases");
  const collect = db.data("collect");
  const claim = (holder: string, seconds = 10) =>
    withCompany(collect, companyId, (tx) => claimLease(tx, companyId, 1, holder, seconds));
  const claims = await Promise.all(["a", "b", "c", "d"].map((holder) => claim(holder)));
  assert.equal(claims.filter((lease) => lease !== null).length, 1);
  await withCompany(collect, companyId, (tx) => tx`update data.source_lease set holder = null, expires_at = now()`);
  const a = await claim("a", 0.05);
  assert.ok(a !== null);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(await withCompany(collect, companyId, (tx) => renewLease(tx, a, "a", 10)), false);
  const b = await claim("b");
  assert.equal(b?.fencing, a.fencing + 1);
  assert.equal(await claim("a"), null);
  assert.equal((await claim("b"))?.fencing, b?.fencing);
  assert.equal(await withCompany(collect, companyId, async (tx) => b !== null && renewLease(tx, b, "b", 10)), true);
  await withCompany(collect, companyId, (tx) => (b === null ? Promise.resolve() : releaseLease(tx, b, "b")));
  assert.deepEqual(await withCompany(db.data("web"), companyId, (tx) => listLeases(tx, companyId)), [
    { sourceId: 1, fencing: b?.fencing ?? 0, holder: null, live: false },
  ]);
});

test("a delivery that starts further on keeps that position, and is started once", async () => {
  const companyId = await openCompany(db, "checkpoints");
  const delivery = {
    companyId,
    sourceId: 1,
    deliveryId: randomUUID(),
    position: 500,
    fencing: 1,
    identity: { inode: 7 },
  };
  const collect = db.data("collect");
  await withCompany(collect, companyId, (tx) => startDelivery(tx, delivery));
  await withCompany(collect, companyId, (tx) => startDelivery(tx, { ...delivery, position: 9 }));
  const found = await withCompany(collect, companyId, (tx) => readCheckpoint(tx, companyId, 1, delivery.deliveryId));
  assert.deepEqual([found?.position, found?.identity], [500, { inode: 7 }]);
  assert.equal((await withCompany(collect, companyId, (tx) => readCheckpoints(tx, companyId, 1))).length, 1);
});

test("a transfer session adds up what was moved, and one left open is closed by the next", async () => {
  const companyId = await openCompany(db, "transfers");
  const collect = db.data("collect");
  const at = new Date("2026-03-01T08:00:00Z");
  const [first, second] = [randomUUID(), randomUUID()];
  await withCompany(collect, companyId, async (tx) => {
    await startTransfer(tx, { companyId, id: first, sourceId: 1, startedAt: at, holder: "a" });
    await addToTransfer(tx, companyId, first, { at, bytes: 10, files: 1, frames: 2 });
    await addToTransfer(tx, companyId, first, { at, bytes: 5, frames: 1 });
    await startTransfer(tx, {
      companyId,
      id: second,
      sourceId: 1,
      startedAt: new Date("2026-03-01T09:00:00Z"),
      holder: "b",
    });
    await endLostTransfers(tx, companyId, 1, second, at);
    await endTransfer(tx, companyId, second, { at, outcome: "done", error: null });
  });
  const listed = await withCompany(db.data("web"), companyId, (tx) => listTransfers(tx, companyId, { limit: 10 }));
  assert.deepEqual(
    listed.map((row) => [row.id, row.outcome, row.error, row.bytes, row.frames]),
    [
      [second, "done", null, 0, 0],
      [first, "interrupted", "collector-lost", 15, 3],
    ],
  );
});

test("the public inbox keys reach the collector, and go with their day", async () => {
  await putInboxPublicKeys(db.data("keeper"), [
    { day: "2026-03-01", kid: "a", jwk: { kty: "EC" } },
    { day: "2026-03-02", kid: "b", jwk: { kty: "EC" } },
  ]);
  assert.deepEqual(
    (await listInboxPublicKeys(db.data("collect"), "2026-03-01")).map((key) => key.kid),
    ["a", "b"],
  );
  await dropInboxPublicKeys(db.data("keeper"), "2026-03-02");
  assert.deepEqual(
    (await listInboxPublicKeys(db.data("collect"), "2026-01-01")).map((key) => key.kid),
    ["b"],
  );
});
