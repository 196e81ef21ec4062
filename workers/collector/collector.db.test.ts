import assert from "node:assert/strict";
import { appendFile, copyFile, mkdir, readdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import { peekSegment, listSegments } from "#server/inbox/index.ts";
import { claimLease } from "#server/store/leases.ts";
import { setSourceState } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import { collect } from "./collect.ts";
import { openCollector } from "./collector-context.ts";
import { asteriskLine, openCollectorFixture } from "./collector-fixture.ts";
import { collectOnce } from "./collect-once.ts";
import { holdSource } from "./held-lease.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

test("what a PBX writes is stored once: grown, rotated both ways, copied, collected and stored in any order", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const at = (name: string) => join(source.folder, name);
  await writeFile(at("Master.csv"), lines(0, 40));
  await fixture.collect(source);
  await appendFile(at("Master.csv"), lines(40, 50));
  await collectOnce(fixture.collector, await source.row(), AbortSignal.timeout(10_000));
  await rename(at("Master.csv"), at("Master.csv.1"));
  await writeFile(at("Master.csv"), lines(50, 60));
  await fixture.collect(source);
  await appendFile(at("Master.csv"), lines(60, 70));
  await copyFile(at("Master.csv"), at("Master.csv.2"));
  await truncate(at("Master.csv"), 0);
  await appendFile(at("Master.csv"), lines(70, 80));
  await fixture.collect(source);
  await fixture.collect(source);
  assert.equal(await fixture.ingest.count("call_record"), 80);
  assert.equal(await fixture.ingest.count("undefined_line"), 0);
  assert.deepEqual(await listSegments(fixture.inbox), []);
});

test("a transfer session counts bytes, files and frames, and what ingest made of them", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const text = `${lines(0, 7)}not a record at all\n`;
  await writeFile(join(source.folder, "Master.csv"), text);
  await fixture.collect(source);
  const [session] = await source.transfers();
  assert.equal(session?.outcome, "done");
  assert.deepEqual(
    [session?.bytes, session?.files, session?.frames, session?.records, session?.undefinedLines, session?.errors],
    [Buffer.byteLength(text), 1, 8, 7, 1, 0],
  );
});

test("a folder that is missing, refused or unreadable is said in the source's state, and recovers by itself", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  await rm(source.folder, { recursive: true });
  const missing = await collectOnce(fixture.collector, await source.row(), AbortSignal.timeout(10_000));
  assert.equal(missing.problem, "folder-missing");
  assert.deepEqual([(await source.row()).state, (await source.row()).stateReason], ["failed", "folder-missing"]);
  await mkdir(source.folder);
  await writeFile(join(source.folder, "a.csv"), lines(0, 2));
  await fixture.collect(source);
  assert.deepEqual([(await source.row()).state, (await source.row()).stateReason], ["running", null]);
  assert.equal(await fixture.ingest.count("call_record"), 2);
  const outside = await fixture.addSource("asterisk-cdr-csv", { path: "/etc" });
  const refused = await collectOnce(fixture.collector, await outside.row(), AbortSignal.timeout(10_000));
  assert.equal(refused.problem, "folder-refused");
});

test("two collectors never hold one source, and it moves within ten seconds of a crash", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const other = openCollector({ home: fixture.ingest.db.home }, fixture.collector.log, fixture.ingest.ctx.clock);
  t.after(() => other.close());
  const { companyId } = fixture.ingest;
  const lease = await holdSource(fixture.collector, companyId, source.id);
  assert.ok(lease?.isLive() === true);
  assert.equal(await holdSource(other, companyId, source.id), null);
  const crashedAt = Date.now();
  let taken = null;
  while (taken === null) {
    assert.ok(Date.now() - crashedAt < 60_000, "nobody ever took it over");
    await wait(100);
    taken = await holdSource(other, companyId, source.id);
  }
  assert.ok(Date.now() - crashedAt < 10_000);
  assert.ok(taken.fencing > lease.fencing);
  assert.equal(lease.isLive(), false, "the one that slept must not think that it holds the source");
  assert.equal(await lease.renew(), false);
  assert.throws(() => lease.check(), { code: "fenced" });
});

test("the collector process's loop starts, stops and re-reads sources as their state says, and lets go of them at its end", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const ending = new AbortController();
  const done = collect(fixture.collector, ending.signal);
  const { companyId, db, time } = fixture.ingest;
  try {
    await writeFile(join(source.folder, "a.csv"), lines(0, 3));
    await until(async () => (await listSegments(fixture.inbox)).length === 1);
    const [ref] = await listSegments(fixture.inbox);
    assert.ok(ref);
    assert.equal((await peekSegment(ref)).fencing, 1);
    await setState("stopped");
    await until(async () => fixture.logged.some((line) => line.includes("source.let-go")));
    await writeFile(join(source.folder, "b.csv"), lines(3, 5));
    await wait(2_000);
    assert.equal((await listSegments(fixture.inbox)).length, 1, "a stopped source takes nothing");
    await setState("running");
    await until(async () => (await listSegments(fixture.inbox)).length === 2);
  } finally {
    ending.abort();
    await done;
  }
  await fixture.store();
  assert.equal(await fixture.ingest.count("call_record"), 5);
  const again = await withCompany(db.data("collect"), companyId, (tx) =>
    claimLease(tx, companyId, source.id, "somebody", 5),
  );
  assert.ok(again !== null, "the lease was let go");

  function setState(state: "running" | "stopped") {
    return withCompany(db.data("web"), companyId, (tx) =>
      setSourceState(tx, companyId, source.id, state, null, time.now),
    );
  }
});

test("collecting once waits for the collector that holds the source, until that one has taken everything", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const running = openCollector({ home: fixture.ingest.db.home }, fixture.collector.log, fixture.ingest.ctx.clock);
  t.after(() => running.close());
  const ending = new AbortController();
  const done = collect(running, ending.signal);
  try {
    await until(async () => fixture.logged.some((line) => line.includes("source.held")));
    await writeFile(join(source.folder, "a.csv"), lines(0, 3) + asteriskLine(3));
    const outcome = await collectOnce(fixture.collector, await source.row(), AbortSignal.timeout(20_000));
    assert.equal(outcome.by, "another-collector");
    await fixture.store();
    assert.equal(await fixture.ingest.count("call_record"), 4);
  } finally {
    ending.abort();
    await done;
  }
});

test("what stood in a damaged segment is read again from the source, and what came after it is stored once", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  const ending = new AbortController();
  const done = collect(fixture.collector, ending.signal);
  try {
    for (const [name, at] of [
      ["a.csv", 0],
      ["b.csv", 10],
    ] as const) {
      await writeFile(join(source.folder, name), lines(at, at + 4));
      await until(async () => (await listSegments(fixture.inbox)).some((ref) => ref.to > 0));
      await fixture.store();
      await until(async () => (await fixture.ingest.count("call_record")) === (at / 10) * 4 + 4);
    }
    await appendFile(join(source.folder, "a.csv"), lines(4, 6));
    await writeFile(join(source.folder, "c.csv"), lines(20, 22));
    await until(async () => (await listSegments(fixture.inbox)).length === 2);
    for (const ref of await listSegments(fixture.inbox)) await truncate(ref.path, 300);
    await appendFile(join(source.folder, "a.csv"), lines(6, 7));
    await until(async () => (await listSegments(fixture.inbox)).length === 3);
    await assert.rejects(fixture.store());
    await until(async () => {
      await fixture.store().catch(() => undefined);
      return (await fixture.ingest.count("call_record")) === 13;
    });
  } finally {
    ending.abort();
    await done;
  }
  assert.deepEqual(await listSegments(fixture.inbox), []);
});

test("nothing that was collected can be read from the collector's disk with what the collector has", async (t) => {
  const fixture = await openCollectorFixture(t);
  const source = await fixture.addSource();
  await writeFile(join(source.folder, "a.csv"), lines(0, 30));
  await collectOnce(fixture.collector, await source.row(), AbortSignal.timeout(10_000));
  assert.equal((await readdir(fixture.inbox)).length, 1);
  await assert.rejects(fixture.ingest.db.data("collect")`select * from data.raw_segment`, { code: "42501" });
  await assert.rejects(fixture.ingest.db.keyring("collect")`select keyring.inbox_private('x')`, { code: "42501" });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited in vain");
    await wait(50);
  }
}
