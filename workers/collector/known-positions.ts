import { AppError } from "#server/domain/app-error.ts";
import { listSegments, peekSegment, type SegmentRef } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";
import { type CheckpointRow, readCheckpoints } from "#server/store/checkpoints.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";

/**
 * How far each delivery of a source is safe: stored in the database, and on from there in this machine's inbox without a
 * gap. The inbox is listed first: a segment that is stored and removed meanwhile is then found in the database.
 */
export async function knownPositions(
  ctx: Pick<CollectorContext, "sql" | "inbox">,
  companyId: number,
  sourceId: number,
): Promise<KnownPosition[]> {
  const waiting = Map.groupBy(await listSegments(ctx.inbox, { companyId, sourceId }), (ref) => ref.deliveryId);
  const stored = await withCompany(ctx.sql, companyId, (tx) => readCheckpoints(tx, companyId, sourceId, 100_000), {
    readOnly: true,
  });
  const positions = new Map<string, KnownPosition>(stored.map((row) => [row.deliveryId, positionOf(row)]));
  for (const [deliveryId, refs] of waiting) {
    const known = positions.get(deliveryId) ?? { deliveryId, position: 0, identity: null, done: false };
    positions.set(deliveryId, await goOn(known, refs));
  }
  return [...positions.values()];
}

function positionOf({ deliveryId, position, identity, done }: CheckpointRow): KnownPosition {
  return { deliveryId, position, identity, done };
}

/** The end of the segments that follow on each other. What lies behind a lost or damaged one is read again. */
async function goOn(known: KnownPosition, refs: readonly SegmentRef[]): Promise<KnownPosition> {
  let at = known;
  for (const ref of refs) {
    if (ref.from > at.position) break;
    if (ref.to <= at.position && at.identity !== null) continue;
    const header = await peekSegment(ref).catch(unlessTaken);
    if (header === null) continue;
    at = {
      deliveryId: ref.deliveryId,
      position: header.to,
      identity: header.identity,
      done: header.end,
      inInbox: true,
    };
  }
  return at;
}

function unlessTaken(error: unknown): null {
  if (error instanceof AppError && (error.code === "not-found" || error.code === "corrupt")) return null;
  throw error;
}
