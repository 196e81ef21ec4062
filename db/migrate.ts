import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
  const newest = newestMigration(cluster);
  if (newest === null) return;
  // A client of its own: drizzle changes how the client it is given reads dates.
  const sql = connect(home, cluster, "owner", { max: 1, name: "migrate" });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const applied = await lastApplied(sql);
    if (applied > newest) throw laterRelease(cluster);
    if (applied < newest) await runMigrations(sql, cluster);
  } finally {
    await sql.end();
  }
}

/** Drizzle is loaded only when there is something to do: it takes most of a second, which every start would wait. */
async function runMigrations(sql: Sql, cluster: Cluster): Promise<void> {
  const { drizzle } = await import("drizzle-orm/postgres-js");
  const { migrate: run } = await import("drizzle-orm/postgres-js/migrator");
  await run(drizzle(sql), { migrationsFolder: migrationsFolder(cluster) });
}

/** When the newest migration of this release was written, in ms; null where there is none. */
function newestMigration(cluster: Cluster): number | null {
  const journal = join(migrationsFolder(cluster), "meta", "_journal.json");
  if (!existsSync(journal)) return null;
  const { entries } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { when: number }[] };
  return Math.max(...entries.map((entry) => entry.when));
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
