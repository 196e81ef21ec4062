import { AppError } from "../../domain/app-error.ts";
import type { DeliveredPart, KnownPosition, Sink, SourceNote } from "../source.ts";

/** For tests: a collector's side of a source. Parts are checked as ingest would, and outlive a restart of the source. */
export interface TestSink {
  readonly sink: Sink;
  readonly parts: DeliveredPart[];
  readonly notes: SourceNote[];
  readonly positions: Map<string, KnownPosition>;
  /** Every line in the order of delivery. */
  lines(): string[];
  /** The inbox refuses from now on, after `parts` more. */
  refuseAfter(parts: number | null): void;
  /** What the database has: all that was delivered, or none of it while `waits`. */
  committed(ids: readonly string[]): Promise<Map<string, number>>;
  readonly inbox: { waits: boolean };
}

export function createTestSink(): TestSink {
  const parts: DeliveredPart[] = [];
  const notes: SourceNote[] = [];
  const positions = new Map<string, KnownPosition>();
  const inbox = { waits: false };
  let left: number | null = null;
  return {
    parts,
    notes,
    positions,
    lines: () => parts.flatMap((part) => part.frames.map((frame) => Buffer.from(frame.bytes).toString())),
    refuseAfter: (count) => {
      left = count;
    },
    inbox,
    committed: (ids) =>
      Promise.resolve(new Map(inbox.waits ? [] : ids.map((id) => [id, positions.get(id)?.position ?? -1]))),
    sink: {
      async deliver(part) {
        if (left !== null && left-- <= 0) throw new AppError("unavailable", "full");
        const known = positions.get(part.deliveryId);
        if ((known?.position ?? 0) !== part.from)
          throw new Error(`a part begins at ${part.from}, not at ${known?.position}`);
        if (known?.done === true) throw new Error("a part of a finished delivery");
        const { deliveryId, to, identity, end } = part;
        positions.set(deliveryId, {
          deliveryId,
          position: to,
          identity: JSON.parse(JSON.stringify(identity)),
          done: end,
        });
        parts.push({ ...part, frames: part.frames.map((frame) => ({ ...frame, bytes: Buffer.from(frame.bytes) })) });
      },
      note: (note) => void notes.push(note),
    },
  };
}
