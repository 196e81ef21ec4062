import { AppError } from "#server/domain/app-error.ts";
import { peekSegment, type SegmentHeader, type SegmentRef } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";

/**
 * What is stored of each delivery, and on from there what waits in an inbox without a gap. A segment that was listed may be stored and gone
 * before its head is read: then what is stored is asked once more. A delivery of which nothing were known would be begun anew, and a copy
 * of its file be read as another file.
 */
export async function withWaiting(
  stored: () => Promise<Iterable<KnownPosition>>,
  waiting: readonly SegmentRef[],
): Promise<KnownPosition[]> {
  const first = await added(await stored(), waiting);
  return (first.taken ? await added(await stored(), waiting) : first).positions;
}

interface Added {
  readonly positions: KnownPosition[];
  readonly taken: boolean;
}

async function added(stored: Iterable<KnownPosition>, waiting: readonly SegmentRef[]): Promise<Added> {
  const positions = new Map([...stored].map((known) => [known.deliveryId, known]));
  let taken = false;
  const peek = async (ref: SegmentRef) => {
    const header = await peekSegment(ref).catch(unlessTaken);
    taken ||= header === null;
    return header;
  };
  for (const [deliveryId, refs] of Map.groupBy(waiting, (ref) => ref.deliveryId)) {
    const known = positions.get(deliveryId) ?? { deliveryId, position: 0, identity: null, done: false };
    positions.set(deliveryId, await goOn(known, refs, peek));
  }
  return { positions: [...positions.values()], taken };
}

type Peek = (ref: SegmentRef) => Promise<SegmentHeader | null>;

/** The end of the segments that follow on each other. What lies behind a lost or damaged one is read again. */
async function goOn(known: KnownPosition, refs: readonly SegmentRef[], peek: Peek): Promise<KnownPosition> {
  let at = known;
  for (const ref of refs) {
    if (ref.from > at.position) break;
    if (ref.to <= at.position && at.identity !== null) continue;
    const header = await peek(ref);
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
