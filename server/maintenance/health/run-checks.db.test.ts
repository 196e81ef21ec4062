import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { type HealthResult, HEALTH_SENTENCES } from "../../domain/health.ts";
import type { Installation } from "../../context.ts";
import { openInstallation } from "../../installation.ts";
import { createSecrets } from "../../keyring/index.ts";
import { createLog } from "../../log.ts";
import { reportProcess } from "../../store/processes.ts";
import { notReady } from "./readiness.ts";
import { runChecks, worstOf } from "./run-checks.ts";
import type { HealthSite } from "./site.ts";

test("each check finds what is wrong, says what to do, and tells no secret", { timeout: 60_000 }, async (t) => {
  const database = await openTestDatabase(t);
  const { home } = database;
  await createSecrets(home);
  for (const folder of ["ledger", "inbox", "logs"]) mkdirSync(join(home, folder), { recursive: true });
  for (const name of ["auth.secret", "collector.key"]) writeFileSync(join(home, "secrets", name), "x", { mode: 0o600 });
  const env = { home, host: "127.0.0.1", port: 8443, release: "1.0.0" };
  const log = createLog("test", () => undefined);
  const installation = await openInstallation(env, { log, name: "test", roles: ["web", "keeper"] });
  t.after(() => installation.close());
  const site: HealthSite = { home, release: "1.0.0", now: new Date(), certFile: join(home, "none.pem"), installation };
  const look = async (changed: Partial<HealthSite> = {}) => {
    const results = await runChecks({ ...site, ...changed });
    for (const one of results) assert.ok(HEALTH_SENTENCES[one.sentence] !== undefined, one.sentence);
    assert.doesNotMatch(JSON.stringify(results), /password|jwk|\/gallra|BEGIN/);
    return new Map(results.map((one): [string, HealthResult] => [one.id, one]));
  };
  const first = await look();
  const stateOf = (results: typeof first, id: string) => `${results.get(id)?.sentence}`;
  for (const id of [
    "data-cluster",
    "keyring-cluster",
    "migrations",
    "clocks",
    "inbox",
    "logs",
    "secrets",
    "ledger",
    "copies",
  ])
    assert.equal(stateOf(first, id), `health.${id}.ok`);
  assert.equal(stateOf(first, "processes"), "health.processes.missing");
  assert.equal(stateOf(first, "queue"), "health.queue.none");
  assert.equal(stateOf(first, "keys"), "health.keys.none");
  assert.equal(stateOf(first, "sweep"), "health.sweep.never");
  assert.equal(stateOf(first, "backups"), "health.backups.none");
  assert.equal(worstOf([...first.values()]), "bad");

  chmodSync(join(home, "secrets", "auth.secret"), 0o644);
  writeFileSync(join(home, "logs", "web-2020-01-01.log"), "old");
  writeFileSync(join(home, "old-0701740605.csv"), "x");
  const rows = (["web", "worker", "collector"] as const).map((name) => ({ id: randomUUID(), name }));
  for (const { id, name } of rows) {
    const times = { startedAt: site.now, seenAt: site.now };
    await reportProcess(database.data("web"), {
      id,
      name,
      release: "0.9.0",
      machine: "m",
      metricsPort: null,
      ...times,
    });
  }
  const later = await look();
  assert.equal(stateOf(later, "secrets"), "health.secrets.open");
  assert.equal(stateOf(later, "logs"), "health.logs.old");
  assert.deepEqual(later.get("copies")?.figures, { unclassified: 1, first: "old-….csv" });
  assert.equal(stateOf(later, "processes"), "health.processes.releases");
  assert.equal(stateOf(await look({ now: new Date(Date.now() + 300_000) }), "processes"), "health.processes.missing");

  // Asked of the servers themselves: the settings now name one of them twice, by another name.
  assert.equal(later.get("apart")?.state, "warn");
  const one: Installation = { ...installation, sql: { ...installation.sql, web: database.keyring("web") } };
  assert.equal(stateOf(await look({ installation: one }), "apart"), "health.apart.same-server");

  const without = await look({ installation: null });
  assert.equal(stateOf(without, "data-cluster"), "health.data-cluster.away");
  assert.equal(without.get("disk")?.state, "ok");

  assert.deepEqual(await notReady(Promise.resolve(installation)), []);
  assert.deepEqual(await notReady(Promise.reject(new Error("away"))), ["keyring"]);
  await database.data(
    "owner",
  )`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`;
  assert.deepEqual(await notReady(Promise.resolve(installation)), ["data-migrations"]);
  assert.equal(stateOf(await look(), "migrations"), "health.migrations.other");
});
