import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type TestContext, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "#server/domain/app-error.ts";
import { listSegments } from "#server/inbox/index.ts";
import { allowNetwork, transportNamed } from "#server/sources/index.ts";
import { openSftpPeer, PASSWORD, USER } from "#server/sources/sftp/sftp-server-fixture.ts";
import { putLive, readLive } from "#server/store/source-live.ts";
import { reportSource } from "#server/store/source-reports.ts";
import { collect } from "./collect.ts";
import { openCollector } from "./collector-context.ts";
import { asteriskLine, type CollectorFixture, openCollectorFixture } from "./collector-fixture.ts";
import { collectOnce } from "./collect-once.ts";
import { holdSource } from "./held-lease.ts";
import { knownPositions } from "./known-positions.ts";
import { transportOf } from "./open-source.ts";
import { openWay } from "./way-fixture.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

test("a collector whose database falls silent stops before another can hold its source, and takes part again when it is heard", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const { companyId } = fixture.ingest;
  const { way, far } = await overAWay(t, fixture);
  const ending = new AbortController();
  const done = collect(far, ending.signal);
  try {
    await until(async () => fixture.logged.some((line) => line.includes("source.held")));
    await writeFile(join(source.folder, "a.csv"), lines(0, 3));
    await until(async () => (await listSegments(fixture.inbox)).length === 1);
    way.cut();
    const cutAt = performance.now();
    const hung = far.sql`select 1`.then(
      () => "answered",
      () => "given up",
    );
    let letGoAt = 0;
    void until(async () => fixture.logged.some((line) => line.includes("source.lease-lost"))).then(() => {
      letGoAt = performance.now();
    });
    const other = await takenBy(fixture, source.id);
    const takenAt = performance.now();
    assert.ok(takenAt - cutAt < 10_000, "it moves within ten seconds");
    assert.ok(letGoAt > 0 && letGoAt < takenAt, "the old holder has let go first, by its own clock");
    await appendFile(join(source.folder, "a.csv"), lines(3, 5));
    assert.equal(await hung, "given up", "nothing waits for an answer that never comes");
    way.heal();
    await wait(1_500);
    assert.equal((await listSegments(fixture.inbox)).length, 1, "what was sent late renews nothing");
    assert.ok(other.isLive() || (await other.renew()) === false);
    await other.release().catch(() => undefined);
    await until(async () => (await listSegments(fixture.inbox)).length === 2);
  } finally {
    way.heal();
    ending.abort();
    await done;
  }
  await fixture.store();
  assert.equal(await fixture.ingest.count("call_record"), 5);
  assert.equal(
    (await holdSource(fixture.collector, companyId, source.id)) !== null,
    true,
    "nothing holds on at its end",
  );
});

test("a source that hangs costs the others nothing, and is let go when it is told to stop", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { db } = fixture.ingest;
  allowNetwork(db.home, "prov", "127.0.0.1");
  const [hanging, calm] = [await fixture.addSource(), await fixture.addSource()];
  // It takes connections and never says a word: every round waits for the transport's own time-out.
  const mute = await openWay({ host: "127.0.0.1", port: 9 });
  t.after(() => mute.close());
  mute.cut();
  const settings = { host: "127.0.0.1", port: mute.port, user: USER, mode: "drop", after: "delete" };
  await withCompany(db.data("owner"), fixture.ingest.companyId, async (tx) => {
    await tx`update data.source set transport = 'sftp', settings = ${tx.json({ ...settings, pin: `SHA256:${"A".repeat(43)}` })} where id = ${hanging.id}`;
  });
  const ending = new AbortController();
  const done = collect({ ...fixture.collector, credentialsOf: async () => ({ password: PASSWORD }) }, ending.signal);
  try {
    await until(async () => fixture.logged.filter((line) => line.includes("source.held")).length === 2);
    await withCompany(db.data("owner"), fixture.ingest.companyId, async (tx) => {
      await tx`update data.source set state = 'stopped' where id = ${hanging.id}`;
    });
    for (let at = 0; at < 4; at++) {
      await wait(2_000);
      await appendFile(join(calm.folder, "a.csv"), lines(at * 2, at * 2 + 2));
    }
    await until(async () => (await listSegments(fixture.inbox)).length >= 4);
  } finally {
    ending.abort();
    await done;
  }
  const held = fixture.logged.filter((line) => line.includes("source.held"));
  assert.equal(held.length, 2, "no lease was lost beside the one that hung");
});

test("who may hold a source no longer deletes nothing at the other side, says nothing of it, and acknowledges nothing", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { collector, ingest } = fixture;
  const { db, companyId } = ingest;
  allowNetwork(db.home, "prov", "127.0.0.1");
  const root = await mkdtemp(join(tmpdir(), "gallra-peer-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  const peer = await openSftpPeer(root);
  t.after(() => peer.close());
  await writeFile(join(root, "a.csv"), lines(0, 10));
  const source = await fixture.addSource();
  const plain = { host: "127.0.0.1", port: peer.port, user: USER, mode: "drop", after: "delete", restSeconds: 0.1 };
  const tried = await transportNamed("sftp").test({
    settings: transportNamed("sftp").settings.parse(plain),
    credentials: { password: PASSWORD },
    framing: { kind: "line" },
    machine: collector.machineOf(companyId),
    signal: AbortSignal.timeout(10_000),
  });
  const row = { ...(await source.row()), transport: "sftp", settings: { ...plain, pin: tried.pin?.fingerprint } };
  const ctx = { ...collector, credentialsOf: async () => ({ password: PASSWORD }) };
  assert.equal((await collectOnce(ctx, row, AbortSignal.timeout(20_000))).problem, null);
  await fixture.store();
  assert.equal(await ingest.count("call_record"), 10);
  // All of it is stored: only the lease stands between the file and its end.
  let mayHold = false;
  const holds = () => {
    if (!mayHold) throw new AppError("fenced", "Another collector may hold the source.");
  };
  const nothing = { deliver: async () => undefined, note: () => undefined };
  const opened = await transportOf(ctx, row, await knownPositions(ctx, companyId, source.id), nothing, holds);
  t.after(() => opened.close());
  await assert.rejects(
    async () => {
      for (const end = Date.now() + 15_000; Date.now() < end; await wait(50)) await opened.poll();
    },
    { code: "fenced" },
  );
  assert.deepEqual(await readdir(root), ["a.csv"]);
  mayHold = true;
  await until(async () => {
    await opened.poll();
    return (await readdir(root)).length === 0;
  });
  const lease = await holdSource(ctx, companyId, source.id);
  assert.ok(lease);
  const holding = { holder: ctx.holder, fencing: lease.fencing };
  const report = { state: "running" as const, problem: null, at: ingest.time.now };
  const say = (as: typeof holding) =>
    withCompany(ctx.sql, companyId, async (tx) => {
      await putLive(tx, companyId, source.id, { at: ingest.time.now, figures: { by: as.fencing } }, as);
      return await reportSource(tx, companyId, source.id, report, as);
    });
  const live = () => withCompany(db.data("web"), companyId, (tx) => readLive(tx, companyId, source.id));
  assert.equal(await say(holding), true);
  await lease.release();
  assert.equal(lease.lost.aborted, true);
  const next = await holdSource({ ...ctx, holder: "another" }, companyId, source.id);
  assert.ok(next !== null && next.fencing > lease.fencing);
  assert.equal(await say(holding), false);
  assert.equal((await live())?.figures["by"], lease.fencing);
  assert.equal(await say({ holder: "another", fencing: next.fencing }), true);
  assert.equal((await live())?.figures["by"], next.fencing);
});

/** The same installation as seen from another machine: a home of its own, and the database at the end of a network. */
async function overAWay(t: TestContext, fixture: CollectorFixture) {
  const { home, clusterHome } = fixture.ingest.db;
  const { host, port } = clusterHome.addresses.data;
  const way = await openWay({ path: join(host, `.s.PGSQL.${port}`) });
  t.after(() => way.close());
  const away = mkdtempSync(join(tmpdir(), "gallra-away-"));
  t.after(() => rmSync(away, { recursive: true, force: true }));
  cpSync(join(home, "secrets"), join(away, "secrets"), { recursive: true });
  const file = join(away, "secrets", "clusters.json");
  const addresses = JSON.parse(readFileSync(file, "utf8")) as typeof clusterHome.addresses;
  const data = { ...addresses.data, host: "127.0.0.1", port: way.port };
  writeFileSync(file, JSON.stringify({ ...addresses, data }));
  const far = openCollector({ home: away }, fixture.collector.log, fixture.ingest.ctx.clock);
  t.after(() => far.close());
  return { way, far: { ...far, inbox: fixture.inbox, machineOf: fixture.collector.machineOf } };
}

async function takenBy(fixture: CollectorFixture, sourceId: number) {
  for (;;) {
    const lease = await holdSource(fixture.collector, fixture.ingest.companyId, sourceId);
    if (lease !== null) return lease;
    await wait(50);
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited in vain");
    await wait(50);
  }
}
