import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../clients.ts";
import { type ClusterHome, readClusterHome } from "../cluster-home.ts";
import { createDatabase } from "../open-clusters.ts";
import { migrate, migrationsFolder } from "../migrate.ts";
import { grantDatabase, prepareSchemas, quoted } from "../roles.ts";
import { adminOf } from "./admin.ts";
import { lastingAdmin } from "./lasting-admin.ts";

/**
 * Copies the migrated template of both clusters to new databases. A template is made once for each content of the
 * migrations, so that a changed migration never meets an old database.
 */
export async function copyTemplates(home: string, names: Readonly<Record<Cluster, string>>): Promise<void> {
  await Promise.all((["data", "keyring"] as const).map((cluster) => copyTemplate(home, cluster, names[cluster])));
}

export async function dropDatabases(home: string, names: Readonly<Record<Cluster, string>>): Promise<void> {
  await Promise.all(
    (["data", "keyring"] as const).map((cluster) =>
      lastingAdmin(
        home,
        cluster,
      )((admin) => admin.unsafe(`drop database if exists ${quoted(names[cluster])} with (force)`)),
    ),
  );
}

async function copyTemplate(home: string, cluster: Cluster, name: string): Promise<void> {
  await lastingAdmin(
    home,
    cluster,
  )(async (admin) => {
    const template = `gallra_${cluster}_template_${migrationsHash(cluster)}`;
    const [known] = await admin`select 1 from pg_database where datname = ${template}`;
    if (known === undefined) {
      await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
      try {
        await makeTemplate(home, cluster, template);
      } finally {
        await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
      }
    }
    await createDatabase(admin, name, template);
    await grantDatabase(admin, name);
  });
}

const TEMPLATE_LOCK = 0x7465_6d70;

async function makeTemplate(home: string, cluster: Cluster, template: string): Promise<void> {
  const admin = adminOf(home, cluster);
  const half = `${template}_new`;
  try {
    const [known] = await admin`select 1 from pg_database where datname = ${template}`;
    if (known !== undefined) return;
    await admin.unsafe(`drop database if exists ${quoted(half)} with (force)`);
    await createDatabase(admin, half);
    await grantDatabase(admin, half);
    const inside = adminOf(home, cluster, half);
    await prepareSchemas(inside, cluster);
    await inside.end();
    await migrate(pointedAt(readClusterHome(home), cluster, half), [cluster]);
    await admin.unsafe(`alter database ${quoted(half)} rename to ${quoted(template)}`);
  } finally {
    await admin.end();
  }
}

function pointedAt(home: ClusterHome, cluster: Cluster, database: string): ClusterHome {
  return { ...home, addresses: { ...home.addresses, [cluster]: { ...home.addresses[cluster], database } } };
}

const hashes = new Map<Cluster, string>();

function migrationsHash(cluster: Cluster): string {
  const known = hashes.get(cluster) ?? hashMigrations(cluster);
  hashes.set(cluster, known);
  return known;
}

function hashMigrations(cluster: Cluster): string {
  const folder = migrationsFolder(cluster);
  const hash = createHash("sha256").update("1");
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
  for (const file of files) {
    if (/\.(sql|json)$/.test(file) && !file.includes("snapshot"))
      hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
