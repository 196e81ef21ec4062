import { listSegments } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";
import { type CheckpointRow, positionsOf, readCheckpoints } from "#server/store/checkpoints.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";
import { withWaiting } from "./waiting-positions.ts";

/**
 * How far each delivery of a source is safe: stored in the database, and on from there in this machine's inbox without a
 * gap. The inbox is listed first: a segment that is stored and removed meanwhile is then found in the database.
 */
export async function knownPositions(
  ctx: Pick<CollectorContext, "sql" | "inbox">,
  companyId: number,
  sourceId: number,
): Promise<KnownPosition[]> {
  const waiting = await listSegments(ctx.inbox, { companyId, sourceId });
  const stored = () =>
    withCompany(ctx.sql, companyId, (tx) => readCheckpoints(tx, companyId, sourceId, 100_000), { readOnly: true });
  return await withWaiting(async () => (await stored()).map(positionOf), waiting);
}

/** What the database has of these deliveries; what waits in an inbox does not count. */
export async function committedPositions(
  ctx: Pick<CollectorContext, "sql">,
  companyId: number,
  sourceId: number,
  deliveryIds: readonly string[],
): Promise<Map<string, number>> {
  const stored = await withCompany(ctx.sql, companyId, (tx) => positionsOf(tx, companyId, sourceId, deliveryIds), {
    readOnly: true,
  });
  return new Map(stored.map(({ deliveryId, position }) => [deliveryId, position]));
}

function positionOf({ deliveryId, position, identity, done }: CheckpointRow): KnownPosition {
  return { deliveryId, position, identity, done };
}
