import journal from "#db/keyring/migrations/meta/_journal.json" with { type: "json" };
import { SERVER_PLACE_SQL, type ServerPlace } from "../domain/server-place.ts";
import { doorOf, type Keyring } from "./keyring.ts";

/** How the keyring's cluster fares. What a managed server does not tell is null. */
export interface KeyringFigures {
  readonly bytes: number;
  readonly walBytes: number | null;
  readonly oldestTransactionSeconds: number | null;
  readonly clock: Date;
  readonly connections: number;
  readonly connectionsMost: number;
  readonly migrationAt: number;
}

export async function keyringFigures(k: Keyring): Promise<KeyringFigures> {
  const [row] = await doorOf(k, "web", "keeper")`select * from keyring.cluster_figures()`;
  if (row === undefined) throw new Error("the keyring told no figures");
  return {
    bytes: Number(row["bytes"]),
    walBytes: row["wal_bytes"] as number | null,
    oldestTransactionSeconds: row["oldest_transaction_seconds"] as number | null,
    clock: row["clock"] as Date,
    connections: Number(row["connections"]),
    connectionsMost: Number(row["connections_most"]),
    migrationAt: Number(row["migration_at"]),
  };
}

/** Which server the keyring really is. */
export async function keyringServer(k: Keyring): Promise<ServerPlace> {
  const [row] = await doorOf(k, "web", "keeper").unsafe(SERVER_PLACE_SQL);
  if (row === undefined) throw new Error("the keyring did not tell where it is");
  return { cluster: row["cluster"] as string, address: row["address"] as string | null };
}

/** Days for which keys are there already; null where there is none. */
export async function keysAhead(
  k: Keyring,
): Promise<{ inboxUntil: string | null; slicesUntil: string | null; slicesAlive: number }> {
  const [row] = await doorOf(k, "web", "keeper")`select * from keyring.days_ahead()`;
  return {
    inboxUntil: (row?.["inbox_until"] as string | null | undefined) ?? null,
    slicesUntil: (row?.["slices_until"] as string | null | undefined) ?? null,
    slicesAlive: Number(row?.["slices_alive"] ?? 0),
  };
}

/** The newest migration of this release, in ms. */
export function keyringMigrationOfRelease(): number {
  return Math.max(...journal.entries.map((entry) => entry.when));
}

export function keyringMigrations(): string[] {
  return journal.entries.map((entry) => entry.tag);
}
