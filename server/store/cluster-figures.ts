import journal from "#db/data/migrations/meta/_journal.json" with { type: "json" };
import type { Sql } from "#db/clients.ts";
import { SERVER_PLACE_SQL, type ServerPlace } from "../domain/server-place.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** How a cluster fares. What a managed server does not tell is null. */
export interface ClusterFigures {
  readonly bytes: number;
  readonly walBytes: number | null;
  readonly oldestTransactionSeconds: number | null;
  readonly clock: Date;
  readonly connections: number;
  readonly connectionsMost: number;
  /** When the newest migration that it has was written, in ms. */
  readonly migrationAt: number;
}

export interface TableFigures {
  readonly name: string;
  readonly bytes: number;
  readonly rowsEstimated: number;
  readonly parts: number;
}

/** Roles web and keeper. */
export async function dataFigures(sql: Sql): Promise<ClusterFigures> {
  const [row] = await sql`select * from data.cluster_figures()`;
  return rowAs(row);
}

/** Which server the data cluster really is. */
export async function dataServer(sql: Sql): Promise<ServerPlace> {
  const [row] = await sql.unsafe(SERVER_PLACE_SQL);
  return rowAs(row);
}

/** Role web: the largest first. */
export async function tableFigures(sql: Sql): Promise<TableFigures[]> {
  return rowsAs(await sql`select * from data.table_figures()`);
}

/** The newest migration of this release, in ms: the data cluster must have exactly this one. */
export function dataMigrationOfRelease(): number {
  return Math.max(...journal.entries.map((entry) => entry.when));
}

/** The tags of this release's migrations, oldest first. */
export function dataMigrations(): string[] {
  return journal.entries.map((entry) => entry.tag);
}
