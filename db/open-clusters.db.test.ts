import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect } from "./clients.ts";
import { readClusterHome } from "./cluster-home.ts";
import { ADMIN, PORTS, stopCluster } from "./embedded/cluster.ts";
import { openEmbedded } from "./embedded/open-embedded.ts";
import { openPlace } from "./embedded/place.ts";
import { migrate } from "./migrate.ts";
import { adminClient, openClusters } from "./open-clusters.ts";

/** Two bare clusters that somebody else runs, each with a database and a role that may create roles and nothing more. */
async function foreignClusters(t: TestContext): Promise<{ databaseUrl: string; keyringUrl: string }> {
  const home = scratch(t);
  const urls: string[] = [];
  for (const cluster of ["data", "keyring"] as const) {
    const embedded = await openEmbedded(home, cluster, { throwaway: true });
    const admin = adminClient(
      { address: embedded.address, admin: { user: ADMIN, password: embedded.adminPassword } },
      "postgres",
    );
    await admin.unsafe("create role outside login createrole password 'outside-secret'");
    await admin.unsafe("create database elsewhere owner outside");
    await admin.end();
    urls.push(
      `postgres://outside:outside-secret@somewhere:${PORTS[cluster]}/elsewhere?host=${encodeURIComponent(embedded.address.host)}`,
    );
  }
  const [databaseUrl = "", keyringUrl = ""] = urls;
  return { databaseUrl, keyringUrl };
}

function scratch(t: TestContext): string {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "gallra-foreign-")));
  const place = openPlace(home);
  t.after(async () => {
    await Promise.all([stopCluster(place, "data"), stopCluster(place, "keyring")]);
    rmSync(place.base, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  });
  return home;
}

test("clusters given by URL get roles, databases and migrations from a role that is no superuser, and starts repeat", async (t) => {
  const urls = await foreignClusters(t);
  const home = scratch(t);
  for (let round = 0; round < 2; round++) {
    const clusters = await openClusters({ home, ...urls });
    await migrate(clusters.clusterHome);
    await clusters.stop();
  }
  const web = connect(readClusterHome(home), "data", "web");
  t.after(() => web.end());
  const [row] =
    await web`select current_user as role, current_database() as name, current_setting('is_superuser') as super`;
  assert.deepEqual({ ...row }, { role: "gallra_web", name: "elsewhere", super: "off" });
  const [tables] =
    await web`select count(*)::int as n from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'data' and c.relkind in ('r', 'p')`;
  assert.ok(Number(tables?.["n"]) > 5, "the data cluster was not migrated");
  await assert.rejects(web`create table public.mine (a int)`, { code: "42501" });
});

test("a wrong password, a missing database and a role that may not create roles are told apart", async (t) => {
  const urls = await foreignClusters(t);
  const home = scratch(t);
  const broken = [
    [urls.databaseUrl.replace("outside-secret", "wrong"), /refuses the password/],
    [urls.databaseUrl.replace("/elsewhere", "/nowhere"), /no such database/],
  ] as const;
  for (const [databaseUrl, expected] of broken) {
    await assert.rejects(
      openClusters({ home, keyringUrl: urls.keyringUrl, databaseUrl }),
      (error: Error) => expected.test(error.message) && !/outside-secret|wrong/.test(error.message),
    );
  }
});
