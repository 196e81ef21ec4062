import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** How short and how long the operator of the installation lets a class be kept; null = no bound on that side. */
export interface BoundRow {
  readonly class: number;
  readonly shortestDays: number | null;
  readonly longestDays: number | null;
  readonly reason: string;
  readonly setBy: string | null;
  readonly setByName: string;
  readonly setAt: Date;
}

/** Role web. They hold for every company. */
export async function listBounds(web: Sql | Tx): Promise<BoundRow[]> {
  return rowsAs(await web`select * from data.retention_bound b order by b.class`);
}

/** Role web. Without a bound on either side the row goes. */
export async function setBound(tx: Tx, bound: BoundRow): Promise<void> {
  await tx`delete from data.retention_bound b where b.class = ${bound.class}::int2`;
  if (bound.shortestDays === null && bound.longestDays === null) return;
  await tx`insert into data.retention_bound (class, shortest_days, longest_days, reason, set_by, set_by_name, set_at)
    values (${bound.class}, ${bound.shortestDays}, ${bound.longestDays}, ${bound.reason}, ${bound.setBy}, ${bound.setByName}, ${bound.setAt})`;
}
