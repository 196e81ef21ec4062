import { existsSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import { type Cluster, connect, type Sql } from "./clients.ts";
import type { ClusterHome } from "./cluster-home.ts";
import { AppError } from "#server/domain/app-error.ts";

/** Brings both clusters to this release, as their owner. Throws AppError when a database comes from a later release. */
export async function migrate(home: ClusterHome, clusters: readonly Cluster[] = ["data", "keyring"]): Promise<void> {
  await Promise.all(clusters.map((cluster) => migrateCluster(home, cluster)));
}

export function migrationsFolder(cluster: Cluster): string {
  return join(import.meta.dirname, cluster, "migrations");
}

async function migrateCluster(home: ClusterHome, cluster: Cluster): Promise<void> {
  const folder = migrationsFolder(cluster);
  if (!existsSync(join(folder, "meta", "_journal.json"))) return;
  // A client of its own: drizzle changes how the client it is given reads dates.
  const sql = connect(home, cluster, "owner", { max: 1, name: "migrate" });
  try {
    const newest = Math.max(
      0,
      ...readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.folderMillis),
    );
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const applied = await lastApplied(sql);
    if (applied > newest) throw laterRelease(cluster);
    if (applied === newest) return;
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end();
  }
}

const MIGRATION_LOCK = 0x6761_6c6c;

/** When the newest applied migration was written, in ms; 0 in an empty database. */
async function lastApplied(sql: Sql): Promise<number> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (table?.["present"] !== true) return 0;
  const [row] = await sql`select coalesce(max(created_at), 0)::int8 as newest from drizzle.__drizzle_migrations`;
  return Number(row?.["newest"] ?? 0);
}

function laterRelease(cluster: Cluster): AppError {
  return new AppError(
    "unavailable",
    `The ${cluster} database was written by a later release of Gallra. Start that release, or restore a backup made before the upgrade.`,
  );
}
