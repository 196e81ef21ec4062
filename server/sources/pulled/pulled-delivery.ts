import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { FRAME_LIMIT } from "../../drivers/framing.ts";
import { type PlacedFrame, SEGMENT_BYTES, SEGMENT_FRAMES, timeOrderedId } from "../../inbox/index.ts";
import type { KnownPosition, Sink } from "../source.ts";
import { openCursor, questionMark, sealCursor } from "./cursor-seal.ts";
import { createSeen } from "./seen.ts";

/** What a source asks for again and again: deliveries with the cursor as their identity. */
export interface PulledDelivery<C> {
  /** How far it was when it ran last; null when it never did, or was asked for something else. */
  readonly resumed: C | null;
  /**
   * Delivers what has not been delivered before. A crash in between begins at the cursor before this one. `lead` goes before the
   * records, and only with some. Answers how many were new.
   */
  take(records: readonly PulledRecord[], cursor: C, lead?: Uint8Array): Promise<number>;
  /** What follows is another delivery: equal calls in it are the same calls. */
  begin(): void;
}

export interface PulledRecord {
  /** The same for the same record, however often it is answered. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Some ten megabytes; then a new delivery begins, and what is repeated across it is known by ingest. */
const REMEMBERED = 100_000;

const Identity = z.object({ pulled: z.literal(1), turn: z.number(), of: z.string(), cursor: z.string() });

/** `question`: what the cursor belongs to; another one begins anew. */
export function openPulled<C>(
  options: { readonly key: KeyObject; readonly known: Iterable<KnownPosition>; readonly sink: Sink },
  question: unknown,
  read: z.ZodType<C>,
  remembered = REMEMBERED,
): PulledDelivery<C> {
  const { key, sink } = options;
  const of = questionMark(key, question);
  const last = newestOf(options.known, of);
  const resumed = last === null ? null : (read.safeParse(openCursor(key, last.cursor)).data ?? null);
  const seen = createSeen(remembered);
  let turn = last?.turn ?? 0;
  let sealed = last?.cursor ?? null;
  let deliveryId = timeOrderedId();
  let at = 0;
  const deliver = async (frames: readonly PlacedFrame[], cursor: string | null) => {
    const to = frames.at(-1)?.end ?? at;
    const identity = { pulled: 1, turn: turn + 1, of, cursor: cursor ?? "" };
    try {
      await sink.deliver({ deliveryId, from: at, to, frames, identity, end: false });
    } catch (error) {
      // It may have been taken all the same, and the next answer be another one: no two things stand at one place of a delivery.
      deliveryId = timeOrderedId();
      at = 0;
      throw error;
    }
    turn++;
    at = to;
    sealed = cursor;
  };
  const begin = () => {
    if (at > 0) deliveryId = timeOrderedId();
    at = 0;
  };
  return {
    resumed,
    begin,
    async take(records, cursor, lead) {
      if (seen.isFull()) {
        begin();
        seen.clear();
      }
      const fresh = records.filter((record) => !seen.has(record.key));
      for (const part of segmentsOf(fresh)) {
        const isLast = part.at(-1) === fresh.at(-1);
        const bytes = part.map((record) => record.bytes);
        await deliver(
          placed(lead === undefined ? bytes : [lead, ...bytes], at),
          isLast ? sealCursor(key, cursor) : sealed,
        );
        seen.add(part.map((record) => record.key));
      }
      return fresh.length;
    },
  };
}

function newestOf(known: Iterable<KnownPosition>, of: string): z.infer<typeof Identity> | null {
  let newest: z.infer<typeof Identity> | null = null;
  for (const { identity } of known) {
    const read = Identity.safeParse(identity);
    if (read.success && read.data.of === of && read.data.turn > (newest?.turn ?? -1)) newest = read.data;
  }
  return newest;
}

function* segmentsOf(records: readonly PulledRecord[]): Generator<PulledRecord[]> {
  let part: PulledRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (part.length > 0 && (part.length >= SEGMENT_FRAMES - 1 || bytes + record.bytes.byteLength > SEGMENT_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += record.bytes.byteLength;
  }
  if (part.length > 0) yield part;
}

/** No frame is longer than a driver reads; one that was cut off becomes an undefined line. */
function placed(records: readonly Uint8Array[], from: number): PlacedFrame[] {
  let at = from;
  return records.map((record) => {
    const bytes = Buffer.from(record.subarray(0, FRAME_LIMIT));
    const frame = { bytes, start: at, end: at + bytes.length };
    at = frame.end;
    return frame;
  });
}
