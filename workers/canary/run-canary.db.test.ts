import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openInstallation, type OpenInstallation } from "#server/installation.ts";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import { listSegments, writeSegment } from "#server/inbox/index.ts";
import { createSecrets, currentInboxKeys } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { CANARY_STORES } from "#server/privacy/copies/copy-store.ts";
import { unclassifiedFiles } from "#server/privacy/copies/unclassified.ts";
import { verifyCanary } from "#server/privacy/copies/canary-statement.ts";
import { listCanaryNights } from "#server/store/copy-ages.ts";
import { listCompanies, listResellers, shownCompanies } from "#server/store/companies.ts";
import { canaryCompany } from "./company.ts";
import { personOf } from "./person.ts";
import { readFiles } from "./read-files.ts";
import { runCanary } from "./run-canary.ts";

test("the canary comes in, stands in every store, is erased, and stays away; twice, under different numbers", async (t) => {
  const { db, installation, logged } = await openHome(t);
  for (let night = 0; night < 2; night++) {
    const statement = await runCanary(installation);
    assert.equal(statement.brokenOffAt, null, logged.join("\n"));
    assert.deepEqual(
      statement.stores.filter(({ reached, left }) => reached === 0 || left > 0),
      [],
    );
    assert.equal(statement.stores.length, CANARY_STORES.length);
    assert.deepEqual([statement.outcome, statement.resentLeft, statement.files.found], ["gone", 0, 0]);
    assert.equal(statement.certificate?.outcome, "complete");
  }
  const web = db.data("web");
  const nights = await listCanaryNights(web, 10);
  assert.equal(nights.length, 2);
  const { statement, pinned } = await verifyCanary(nights[0]?.jws ?? "", installation.keyring.signing.publicJwk);
  assert.deepEqual([statement.outcome, pinned], ["gone", true]);
  const forged = (nights[0]?.jws ?? "").replace(
    /\.[^.]+\./,
    `.${Buffer.from('{"outcome":"gone"}').toString("base64url")}.`,
  );
  await assert.rejects(verifyCanary(forged, installation.keyring.signing.publicJwk), { code: "corrupt" });

  const all = await listCompanies(web);
  assert.deepEqual(
    all.map(({ slug, internal }) => [slug, internal]),
    [["gallra-canary", true]],
    "one company for all nights",
  );
  assert.deepEqual([await shownCompanies(web), await listResellers(web)], [[], []], "in no list of people");
  assert.ok(!existsSync(join(db.home, "canary")) && !existsSync(join(db.home, "shared", "gallra-canary", "night")));
  assert.doesNotMatch(logged.join("\n"), /701740|070-174|200310102|20000/);
});

test("an erasure that forgets a store is told by the canary with the store's name", async (t) => {
  const { db, installation } = await openHome(t);
  await db
    .data("owner")
    .unsafe(`create or replace function data.drop_hits(p_company int, p_pseudonyms uuid[]) returns int8
    language sql security definer set search_path = pg_catalog, pg_temp as 'select 0::int8'`);
  const statement = await runCanary(installation);
  assert.equal(statement.outcome, "left");
  assert.deepEqual(
    statement.stores.filter(({ left }) => left > 0).map(({ store }) => store),
    ["selections"],
  );
});

test("a night leaves the ordinary inbox alone, and takes away what a killed night left in its own", async (t) => {
  const { db, installation } = await openHome(t);
  const company = await canaryCompany(installation);
  const place = { companyId: company.company.id, sourceId: 1, deliveryId: randomUUID(), from: 0, to: 4 };
  const header = { ...place, sessionId: null, fencing: 1, identity: { inode: "1" }, end: true };
  const frames = [{ bytes: Buffer.from("call"), start: 0, end: 4 }];
  await publishInboxKeys(installation);
  const [key] = await currentInboxKeys(installation.keyring);
  if (key === undefined) throw new Error("no inbox key");
  for (const dir of ["inbox", "canary/inbox"])
    await writeSegment(join(db.home, dir), { ...header, receivedAt: new Date().toISOString() }, frames, key);
  const statement = await runCanary(installation);
  assert.deepEqual([statement.outcome, statement.brokenOffAt], ["gone", null]);
  assert.equal((await listSegments(join(db.home, "inbox"))).length, 1, "neither read nor taken away");
  assert.equal(existsSync(join(db.home, "canary")), false);
  assert.deepEqual(unclassifiedFiles(["inbox", "canary"]), []);
});

test("two canaries never fly at once", async (t) => {
  const { db, installation } = await openHome(t);
  const both = await Promise.allSettled([runCanary(installation), runCanary(installation)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.deepEqual(
    (await listCanaryNights(db.data("web"), 9)).map(({ outcome }) => outcome),
    ["gone"],
  );
});

test("a number that stands in a file of the home as it is, is found, whatever is around it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gallra-files-"));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["logs", "clusters", "shared"]) mkdirSync(join(folder, name));
  const person = personOf(new Date());
  const needles = [{ class: "phone", canonical: person.phone.canonical }] as const;
  const noise = Buffer.alloc(1_048_570, 7);
  writeFileSync(join(folder, "shared", "Master.csv"), person.phone.first);
  writeFileSync(join(folder, "logs", "worker.log"), "nothing");
  assert.equal((await readFiles(folder, needles)).found, 0, "a file that a telephone system dropped is not ours");
  writeFileSync(join(folder, "clusters", "16384"), Buffer.concat([noise, Buffer.from(person.phone.again), noise]));
  const { read, found, unreadable } = await readFiles(folder, needles);
  assert.deepEqual({ read, found, unreadable }, { read: 2, found: 1, unreadable: 0 });
});

test("a night that breaks off is signed with the step it broke off at", async (t) => {
  const { db, installation } = await openHome(t, { collector: false });
  const statement = await runCanary(installation);
  assert.deepEqual([statement.outcome, statement.brokenOffAt], ["failed", "prepare"]);
  assert.equal((await listCanaryNights(db.data("web"), 1))[0]?.outcome, "failed");
});

interface Home {
  readonly db: TestDatabase;
  readonly installation: OpenInstallation;
  readonly logged: string[];
}

async function openHome(t: TestContext, { collector = true } = {}): Promise<Home> {
  const db = await openTestDatabase();
  await createSecrets(db.home);
  mkdirSync(join(db.home, "logs"));
  if (collector) writeFileSync(join(db.home, "secrets", "collector.key"), "c".repeat(43));
  const logged: string[] = [];
  const installation = await openInstallation(
    { home: db.home, host: "127.0.0.1", port: 0, release: "test" },
    {
      log: createLog("test", (line) => void logged.push(line)),
      name: "test",
      roles: ["web", "ingest", "keeper"],
      connections: 4,
    },
  );
  t.after(async () => {
    await installation.close();
    await db.close();
  });
  return { db, installation, logged };
}
