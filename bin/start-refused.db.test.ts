import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ensureSecrets } from "./supervise/secrets.ts";
import { type Outcome, scratch, start } from "./supervise/start-fixture.ts";
import type { Sql } from "#db/clients.ts";
import { leftBehind, openPlace } from "#db/embedded/place.ts";
import { migrate } from "#db/migrate.ts";
import { openClusters } from "#db/open-clusters.ts";
import { adminOf } from "#db/testing/admin.ts";
import { freePort } from "#db/testing/free-port.ts";

/** A home with clusters, as a first start leaves it, stopped. The tests that put everything back share one. */
let home: string;

const endings: (() => void)[] = [];

before(async () => {
  home = await usedHome({ after: (ending) => endings.push(ending) });
});
after(() => {
  for (const ending of endings) ending();
});

async function usedHome(t: { after(fn: () => void): void }): Promise<string> {
  const made = scratch(t);
  await ensureSecrets(made);
  const clusters = await openClusters({ home: made }, { throwaway: true });
  await migrate(clusters.clusterHome);
  await clusters.stop();
  return made;
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

test("a lost key, password or cluster is said and never made anew; put back, everything opens", async () => {
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

test("a database that a later release wrote is refused", async () => {
  await inKeyring(
    (admin) => admin`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
  );
  refused(
    await start(home, { GALLRA_PORT: String(await freePort()) }),
    /keyring database .*later release/,
    /Start that release/,
  );
  await inKeyring((admin) => admin`delete from drizzle.__drizzle_migrations where hash = 'later'`);
});

async function inKeyring(work: (admin: Sql) => Promise<unknown>): Promise<void> {
  const clusters = await openClusters({ home }, { throwaway: true });
  const admin = adminOf(home, "keyring", "gallra_keyring");
  await work(admin);
  await admin.end();
  await clusters.stop();
}

test("a cluster made by another PostgreSQL is refused", async () => {
  const version = join(openPlace(home).base, "data", "PG_VERSION");
  const before = readFileSync(version);
  writeFileSync(version, "17\n");
  refused(await start(home, { GALLRA_PORT: String(await freePort()) }), /PostgreSQL 17/, /restore a backup/);
  writeFileSync(version, before);
});

test("clusters that a killed supervisor left running are taken over, also when its note of them is stale", async () => {
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
  const own = await usedHome(t);
  const old = openPlace(own).base;
  rmSync(own, { recursive: true });
  mkdirSync(own);
  const clusters = await openClusters({ home: own }, { throwaway: true });
  await clusters.stop();
  if (process.getuid?.() !== 0) return;
  assert.notEqual(openPlace(own).base, old);
  assert.deepEqual(leftBehind(own), [old]);
  rmSync(old, { recursive: true });
});
