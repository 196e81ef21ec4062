import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { beginSource, changeSource, removeSource, startTerms, testSource } from "#server/collect/index.ts";
import { createLog } from "#server/log.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { COLLECTOR_PRIVATE, COLLECTOR_PUBLIC, newCollectorKey, publicHalfOf } from "#server/sources/index.ts";
import { setField } from "#server/store/collected.ts";
import { setGate } from "#server/store/gate.ts";
import { reportProcess } from "#server/store/processes.ts";
import { askProbe, takeProbe } from "#server/store/source-probes.ts";
import { withCompany } from "#db/with-company.ts";
import { answerProbes } from "./answer-probes.ts";
import { asteriskLine } from "./collector-fixture.ts";
import { openCollector } from "./collector-context.ts";

async function open(t: TestContext) {
  const f = await openPrivacyFixture(t);
  const key = newCollectorKey();
  writeFileSync(join(f.db.home, "secrets", COLLECTOR_PRIVATE), key);
  writeFileSync(join(f.db.home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(key));
  writeFileSync(join(f.db.home, "secrets", "collector.key"), "c".repeat(43));
  const logged: string[] = [];
  const log = createLog("collector", (line) => void logged.push(line));
  const collector = openCollector({ home: f.db.home }, log, () => f.time.now);
  const ending = new AbortController();
  let answering: Promise<void> = Promise.resolve();
  t.after(async () => {
    ending.abort();
    await answering;
    await collector.close();
  });
  const folder = join(f.db.home, "shared", "ekbacken", "a");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Master.csv"), `${asteriskLine(1)}\nrubbish 0701740606 here\n${asteriskLine(2)}\n`);
  return {
    ...f,
    logged,
    source: { name: "Växel", driver: "asterisk-cdr-csv", settings: { path: folder } },
    /** A collector says that it is there; with `answers` it does. */
    runs: async (answers: boolean) => {
      const seen = { startedAt: f.time.now, seenAt: f.time.now, metricsPort: null };
      await reportProcess(collector.sql, {
        ...{ id: randomUUID(), name: "collector", release: "test", machine: "x" },
        ...seen,
      });
      if (answers) answering = answerProbes(collector, ending.signal);
    },
    left: async () => {
      const rows = await f.db.data("collect")`select p.question, p.answer from data.source_probe p`;
      return rows.length;
    },
  };
}

test("a test runs in a collector, tells calls and what is not understood masked, and leaves nothing behind", async (t) => {
  const f = await open(t);
  const by = f.as("company-administrator");
  await assert.rejects(testSource(by, { source: f.source }), { code: "conflict", message: /No collector runs/ });
  await f.runs(true);
  const resting: string[] = [];
  const watch = setInterval(async () => {
    const rows = await f.db.data("collect")`select p::text as row from data.source_probe p`.catch(() => []);
    resting.push(...rows.map((row) => String(row["row"])));
  }, 20);
  const tested = await testSource(by, { source: f.source });
  clearInterval(watch);
  assert.deepEqual([tested.files, tested.frames, tested.records], [1, 3, 2]);
  assert.equal(tested.sample.length, 2);
  const [misread] = tested.misread;
  assert.equal(misread?.at, 2);
  assert.ok(misread?.text !== null && !/\d/.test(misread?.text ?? "0"), misread?.text ?? "");
  assert.equal(await f.left(), 0);
  assert.ok(resting.length > 0, "the question was never seen at rest");
  for (const row of resting) assert.ok(!/0701740|Master|shared/.test(row), "it rested readable");
  const blind = await testSource(f.as("reseller"), { source: f.source });
  assert.deepEqual([blind.records, blind.sample[0]?.numbers, blind.misread[0]?.text], [2, [], null]);
  for (const who of ["dpo", "supervisor"] as const)
    await assert.rejects(testSource(f.as(who), { source: f.source }), { code: "forbidden" });
  assert.ok(!f.logged.join("\n").includes("0701740"));
});

test("a test shows names only where the source keeps them and the company lets them in, and so do the terms of its start", async (t) => {
  const f = await open(t);
  const by = f.as("company-administrator");
  await f.runs(true);
  const line = asteriskLine(1).replace('""""" <', '"""Anna"" <');
  writeFileSync(join(f.source.settings.path, "Master.csv"), `${line}\n`);
  const shown = async (keepNames: boolean) => {
    const { sample } = await testSource(by, { source: { ...f.source, keepNames } });
    const { rules } = await startTerms(by, { product: "pbx", keepNames });
    return [sample[0]?.numbers.some((one) => one.startsWith("A")), rules.some((rule) => rule.class === "name")];
  };
  assert.deepEqual(await shown(false), [false, false]);
  assert.deepEqual(await shown(true), [true, true]);
  const off = {
    field: "calling-name",
    kept: false,
    reason: "Not needed",
    setAt: f.time.now,
    setBy: null,
    setByName: "test",
  };
  await withCompany(f.db.data("web"), f.companyId, (tx) => setField(tx, { companyId: f.companyId, ...off }));
  assert.deepEqual(await shown(true), [false, true]);
});

test("a test tells how many lines the rules leave out, and shows neither those nor shielded numbers", async (t) => {
  const f = await open(t);
  const by = f.as("company-administrator");
  await f.runs(true);
  const line = asteriskLine(1);
  const lines = [line, line.replaceAll("3000", "2901"), line.replaceAll("0701740606", "116111"), line];
  writeFileSync(join(f.source.settings.path, "Master.csv"), `${lines.join("\n")}\n`);
  const whole = await testSource(by, { source: f.source });
  assert.deepEqual([whole.frames, whole.leftOut], [4, 0]);
  const since = "2026-01-01T00:00:00Z";
  const settings = {
    filter: { rules: [{ id: 3, action: "leave-out", name: "reception", extensions: "2900-2999" }], others: "take" },
    shield: { categories: [{ category: "children", since, until: null }], numbers: [] },
  };
  const set = (kind: "filter" | "shield", version: number, said: unknown) =>
    withCompany(f.db.data("web"), f.companyId, (tx) =>
      setGate(tx, {
        ...{ companyId: f.companyId, kind, version, settings: said },
        ...{ setAt: f.time.now, setBy: null, setByName: "test" },
      }),
    );
  for (const kind of ["filter", "shield"] as const) await set(kind, 0, settings[kind]);
  const gated = await testSource(by, { source: f.source });
  assert.deepEqual([gated.frames, gated.records, gated.leftOut], [3, 3, 1]);
  assert.doesNotMatch(JSON.stringify(gated), /2901|116111/);
  await set("filter", 1, { rules: "unreadable" });
  await assert.rejects(testSource(by, { source: f.source }), { problem: "rules-unread" });
});

test("one test a person at a time, a problem is told as one, and a collector that never takes it is said to be none", async (t) => {
  const f = await open(t);
  await f.runs(false);
  const by = f.as("company-administrator");
  const [first, second] = await Promise.allSettled([
    testSource(by, { source: f.source }),
    testSource(by, { source: f.source }),
  ]);
  const said = [first, second].map((one) => (one.status === "rejected" ? String(one.reason.message) : "answered"));
  assert.equal(said.filter((text) => /under way already/.test(text)).length, 1, said.join("; "));
  assert.equal(said.filter((text) => /No collector runs/.test(text)).length, 1, said.join("; "));
  assert.equal(await f.left(), 0);
  await f.runs(true);
  const elsewhere = { ...f.source, settings: { path: "/etc" } };
  await assert.rejects(testSource(by, { source: elsewhere }), { problem: "folder-refused" });
});

test("no company takes all hands of the collectors: two tests of it at once, and others go before its next one", async (t) => {
  const f = await open(t);
  const [web, collect] = [f.db.data("web"), f.db.data("collect")];
  const ask = (companyId: number, id = randomUUID()) =>
    withCompany(web, companyId, (tx) => askProbe(tx, { companyId, id, askedBy: randomUUID(), question: "sealed" }));
  const own = f.companyId;
  assert.deepEqual([await ask(own), await ask(own), await ask(own)], ["asked", "asked", "company-busy"]);
  await f.runs(false);
  await assert.rejects(testSource(f.as("company-administrator"), { source: f.source }), { message: /Colleagues/ });
  assert.deepEqual([await ask(own + 1), await ask(own + 2)], ["asked", "asked"]);
  const taken = [];
  for (let n = 0; n < 5; n++) taken.push(await takeProbe(collect, "x"));
  assert.deepEqual(
    taken.map((one) => one?.companyId ?? null),
    [own, own + 1, own + 2, own, null],
  );
});

test("a source is begun whole or not at all, and identity numbers need a ground or a word", async (t) => {
  const f = await open(t);
  const by = f.as("company-administrator");
  const tid = { ...f.source, driver: "flexi-tid" };
  await assert.rejects(beginSource(by, { source: tid }), { code: "conflict", field: "withoutSsn" });
  const { sourceId } = await beginSource(by, { source: tid, withoutSsn: true });
  assert.equal(sourceId, 1, "the refused one left a row");
  await changeSource(by, { sourceId, source: { ...tid, name: "Återuppringning" } });
  await removeSource(by, { sourceId });
  await assert.rejects(testSource(by, { sourceId }), { code: "not-found" });
});
