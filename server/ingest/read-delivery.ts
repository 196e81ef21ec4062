import { dayIn } from "../domain/zoned-time.ts";
import { openSegment, type OpenedSegment, type SegmentRef } from "../inbox/index.ts";
import type { FrameBatch, ReceivedPart } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";

/** Small segments are stored together up to so many frames: a batch of 20 costs three times as much a record as one of 5,000. */
const BATCH_FRAMES = 5_000;

/** A batch and the segments it came in; they are removed when it has committed. */
export interface ReadBatch {
  readonly batch: FrameBatch;
  readonly refs: readonly SegmentRef[];
}

/** How far a delivery is stored, and by which holder of its source. */
export interface Stands {
  readonly position: number;
  readonly fencing: number;
}

/**
 * The segments of one delivery, from where it `stands` on, as batches. Segments already stored are handed out with an empty batch
 * (`from` = `to`); reading stops at a gap, since the bytes before it must be stored first. What an earlier holder has is left where
 * another segment goes on as well: the store takes it from the later one alone.
 */
export async function* readDelivery(
  ctx: IngestContext,
  refs: readonly SegmentRef[],
  { position, fencing }: Stands,
  zone: string,
): AsyncGenerator<ReadBatch> {
  let at = position;
  let gathered: { segments: OpenedSegment[]; refs: SegmentRef[]; frames: number } = {
    segments: [],
    refs: [],
    frames: 0,
  };
  const flush = (): ReadBatch => {
    const made = { batch: batchOf(gathered.segments, at), refs: gathered.refs };
    at = made.batch.to;
    gathered = { segments: [], refs: [], frames: 0 };
    return made;
  };
  let end = position;
  let latest = fencing;
  for (const [i, ref] of refs.entries()) {
    if (ref.from > end) break;
    const opened = await openSegment(ref, ctx.openKey);
    if (opened.header.fencing < latest && ref.to > end && goesOn(refs.slice(i + 1), end)) continue;
    latest = Math.max(latest, opened.header.fencing);
    if (gathered.segments.length > 0 && !fits(gathered, opened, zone)) yield flush();
    gathered.segments.push(opened);
    gathered.refs.push(ref);
    gathered.frames += opened.frames.length;
    end = Math.max(end, ref.to);
    if (gathered.frames >= BATCH_FRAMES) yield flush();
  }
  if (gathered.segments.length > 0) yield flush();
}

function goesOn(refs: readonly SegmentRef[], end: number): boolean {
  return refs.some((ref) => ref.from <= end && ref.to > end);
}

function fits(gathered: { segments: OpenedSegment[]; frames: number }, next: OpenedSegment, zone: string): boolean {
  const first = gathered.segments[0]?.header;
  return (
    first !== undefined &&
    gathered.frames + next.frames.length <= BATCH_FRAMES &&
    first.sessionId === next.header.sessionId &&
    first.fencing === next.header.fencing &&
    dayIn(zone, new Date(first.receivedAt)) === dayIn(zone, new Date(next.header.receivedAt))
  );
}

/** A collector that restarts may write bytes a second time: what lies before `from` is left out. */
function batchOf(segments: readonly OpenedSegment[], from: number): FrameBatch {
  const [first, last] = [segments[0]?.header, segments.at(-1)?.header];
  if (first === undefined || last === undefined) throw new RangeError("a batch needs a segment");
  const parts: ReceivedPart[] = [];
  let end = from;
  for (const { header, frames } of segments) {
    const reached = end;
    parts.push({
      receivedAt: new Date(header.receivedAt),
      frames: header.from >= reached ? frames : frames.filter((frame) => frame.position >= reached),
    });
    end = Math.max(end, header.to);
  }
  const { companyId, sourceId, deliveryId, sessionId, fencing } = first;
  const receivedAt = new Date(first.receivedAt);
  const furthest = segments.reduce((best, one) => (one.header.to >= best.to ? one.header : best), last);
  const { identity, end: done } = furthest;
  return { companyId, sourceId, deliveryId, sessionId, fencing, receivedAt, from, to: end, identity, done, parts };
}
