import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ensureSecrets } from "./supervise/secrets.ts";
import { freePort, type Outcome, scratch, start } from "./supervise/start-fixture.ts";
import { leftBehind, openPlace } from "#db/embedded/place.ts";
import { migrate } from "#db/migrate.ts";
import { openClusters } from "#db/open-clusters.ts";
import { adminOf } from "#db/testing/admin.ts";

/** A home with clusters, as a first start leaves it, stopped. */
async function usedHome(t: TestContext, meanwhile?: (home: string) => Promise<void>): Promise<string> {
  const home = scratch(t);
  await ensureSecrets(home);
  const clusters = await openClusters({ home }, { throwaway: true });
  await migrate(clusters.clusterHome);
  await meanwhile?.(home);
  await clusters.stop();
  return home;
}

function refused(outcome: Outcome, what: RegExp, advice: RegExp): void {
  assert.equal(outcome.code, 1, outcome.stderr);
  assert.match(outcome.stderr, what);
  assert.match(outcome.stderr, advice);
  assert.ok(outcome.stderr.trim().split("\n").length === 1, `more than a line: ${outcome.stderr}`);
}

test("an unreachable DATABASE_URL is refused without repeating its password", async (t) => {
  const home = scratch(t);
  const port = await freePort();
  const outcome = await start(home, {
    GALLRA_PORT: String(await freePort()),
    DATABASE_URL: `postgres://boss:hush-hush@127.0.0.1:${port}/gallra`,
  });
  refused(outcome, /Cannot reach the data database at 127\.0\.0\.1/, /DATABASE_URL/);
  assert.doesNotMatch(outcome.stderr + outcome.stdout, /hush/);
});

test("a DATABASE_URL that is none is refused without being repeated", async (t) => {
  const home = scratch(t);
  const outcome = await start(home, {
    GALLRA_PORT: String(await freePort()),
    DATABASE_URL: "mysql://boss:hush-hush@db/gallra",
  });
  refused(outcome, /DATABASE_URL must read/, /postgres:\/\/user:password@host/);
  assert.doesNotMatch(outcome.stderr, /hush/);
});

test("a lost key, password or cluster is said and never made anew; put back, everything opens", async (t) => {
  const home = await usedHome(t);
  const settings = { GALLRA_PORT: String(await freePort()) };
  for (const [name, what] of [
    ["root.jwk", /root key/],
    ["signing.jwk", /signing key/],
    ["roles.json", /roles\.json/],
    ["admin-keyring.json", /admin-keyring\.json/],
    ["collector.key", /collector\.key/],
  ] as const) {
    const file = join(home, "secrets", name);
    const before = readFileSync(file, "utf8");
    renameSync(file, `${file}.away`);
    refused(await start(home, settings), what, /[Pp]ut (it|the file|the right file) back/);
    assert.throws(() => readFileSync(file), { code: "ENOENT" }, `${name} was made anew`);
    renameSync(`${file}.away`, file);
    assert.equal(readFileSync(file, "utf8"), before);
  }
  const data = join(openPlace(home).base, "data");
  renameSync(data, `${data}.away`);
  refused(await start(home, settings), /data database .* gone/, /Restore it from a backup/);
  renameSync(`${data}.away`, data);
  const again = await openClusters({ home }, { throwaway: true });
  await again.stop();
});

test("a database that a later release wrote is refused", async (t) => {
  const home = await usedHome(t, async (used) => {
    const admin = adminOf(used, "keyring", "gallra_keyring");
    await admin`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
    await admin.end();
  });
  refused(
    await start(home, { GALLRA_PORT: String(await freePort()) }),
    /keyring database .*later release/,
    /Start that release/,
  );
});

test("a cluster made by another PostgreSQL is refused", async (t) => {
  const home = await usedHome(t);
  writeFileSync(join(openPlace(home).base, "data", "PG_VERSION"), "17\n");
  refused(await start(home, { GALLRA_PORT: String(await freePort()) }), /PostgreSQL 17/, /restore a backup/);
});

test("clusters that a killed supervisor left running are taken over, also when its note of them is stale", async (t) => {
  const home = await usedHome(t);
  const left = await openClusters({ home }, { throwaway: true });
  const taken = await openClusters({ home }, { throwaway: true });
  await taken.stop();
  await left.stop();
  const pid = join(openPlace(home).base, "data", "postmaster.pid");
  writeFileSync(pid, `${process.pid}\n`);
  const anew = await openClusters({ home }, { throwaway: true });
  assert.notEqual(readFileSync(pid, "utf8").split("\n")[0], String(process.pid));
  await anew.stop();
});

test("a home that was removed and made anew starts empty, beside what the old one left", async (t) => {
  const home = await usedHome(t);
  const old = openPlace(home).base;
  rmSync(home, { recursive: true });
  mkdirSync(home);
  const clusters = await openClusters({ home }, { throwaway: true });
  await clusters.stop();
  if (process.getuid?.() !== 0) return;
  assert.notEqual(openPlace(home).base, old);
  assert.deepEqual(leftBehind(home), [old]);
  rmSync(old, { recursive: true });
});
