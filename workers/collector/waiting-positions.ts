import { AppError } from "#server/domain/app-error.ts";
import { peekSegment, type SegmentRef } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";

/** What is stored of each delivery, and on from there what waits in an inbox without a gap. */
export async function withWaiting(
  stored: Iterable<KnownPosition>,
  waiting: readonly SegmentRef[],
): Promise<KnownPosition[]> {
  const positions = new Map([...stored].map((known) => [known.deliveryId, known]));
  for (const [deliveryId, refs] of Map.groupBy(waiting, (ref) => ref.deliveryId)) {
    const known = positions.get(deliveryId) ?? { deliveryId, position: 0, identity: null, done: false };
    positions.set(deliveryId, await goOn(known, refs));
  }
  return [...positions.values()];
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
