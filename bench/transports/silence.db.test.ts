import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { TRANSPORT_IDS } from "#server/sources/index.ts";
import { setGuard } from "#server/watch/guard/set-guard.ts";
import { watchCompany } from "#server/watch/guard/note-alarms.ts";
import { collect } from "#workers/collector/collect.ts";
import { administrator } from "#workers/collector/network-fixture.ts";
import { playAll } from "./played.ts";
import { openStage, type Stage, type Wanted } from "./stage.ts";

const GUARD_MINUTES = 60;

test("telephone systems of every transport that say nothing: no source complains or writes, hardly any work, and each guard speaks once", async (t) => {
  const stage = await openStage();
  const played = await playAll(stage);
  t.after(async () => {
    await played.close();
    await stage.close();
  });
  const sources = new Map(played.ways.map(({ way, source }) => [source, way.transport]));
  for (const wanted of await others(stage)) sources.set(await stage.add(wanted), wanted.transport);
  const there = new Set(sources.values());
  const left = TRANSPORT_IDS.filter((id) => !there.has(id));
  // A serial line has two ends only where socat makes them.
  assert.deepEqual(
    left.filter((id) => id !== "serial"),
    [],
  );

  const { fixture } = stage;
  const ending = new AbortController();
  const collecting = collect(fixture.collector, ending.signal);
  try {
    await wait(3_000);
    // Between a free port and its source another test may have taken it: the source comes back by itself.
    for (let tries = 0; (await told(stage)).complaints.length > 0 && tries < 40; tries++) await wait(500);
    const before = process.cpuUsage();
    await wait(3_000);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 1_500_000, `${sources.size} silent sources took ${user + system} µs in three seconds`);
    assert.deepEqual(await told(stage), { complaints: [], sessions: 0, positions: 0 });
  } finally {
    ending.abort();
    await collecting;
  }
  assert.deepEqual(readdirSync(stage.home).includes("inbox") ? readdirSync(join(stage.home, "inbox")) : [], []);
  assert.deepEqual(
    fixture.logged.filter(
      (line) => /"level":"(warn|error)".*"event":"source\./.test(line) && !line.includes("port-taken"),
    ),
    [],
  );
  assert.ok(fixture.logged.filter((line) => line.includes("source.held")).length >= sources.size);

  const { ingest } = fixture;
  const by = await administrator(fixture);
  for (const sourceId of sources.keys())
    await setGuard(by, { sourceId, kind: "collected", minutes: GUARD_MINUTES, calendar: null });
  const look = async (minutes: number) => {
    ingest.time.now = new Date(ingest.time.now.getTime() + minutes * 60_000);
    return await watchCompany({ sql: by.sql, clock: by.clock }, by.company);
  };
  assert.equal((await look(GUARD_MINUTES - 1)).raised, 0);
  const late = await look(2);
  assert.deepEqual(
    [late.raised, new Set(late.alarms.map(({ sourceId }) => sourceId)).size],
    [sources.size, sources.size],
  );
  assert.equal((await look(1)).raised, 0, "once");
});

/** What no player drives: a folder of this machine. */
async function others({ home }: Stage): Promise<Wanted[]> {
  const path = join(home, "shared", "prov", "silent");
  mkdirSync(path, { recursive: true });
  return [{ name: "folder", transport: "shared-file", driver: "asterisk-cdr-csv", settings: { path } }];
}

async function told({ fixture: { ingest } }: Stage) {
  const { db, companyId } = ingest;
  return await withCompany(db.data("owner"), companyId, async (tx) => {
    const sources =
      await tx`select s.name, s.state, s.state_reason from data.source s where s.company_id = ${companyId}`;
    const [count] = await tx`select
      (select count(*)::int from data.transfer_session where company_id = ${companyId}) as sessions,
      (select count(*)::int from data.checkpoint where company_id = ${companyId}) as positions`;
    const complaints = sources.filter((row) => row["state"] !== "running" || row["state_reason"] !== null);
    return {
      complaints: complaints.map((row) => `${row["name"]}: ${row["state_reason"]}`),
      sessions: Number(count?.["sessions"]),
      positions: Number(count?.["positions"]),
    };
  });
}
