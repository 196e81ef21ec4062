import { createSecretKey } from "node:crypto";
import type { Machine } from "../machine/machine.ts";
import type { DeliveredPart, KnownPosition, Sink, SourceNote } from "../source.ts";

/** For tests: what a collector is to a source, with a memory that outlives it. Parts are checked as ingest would. */
export interface Desk {
  readonly parts: DeliveredPart[];
  readonly notes: SourceNote[];
  readonly sink: Sink;
  readonly key: ReturnType<typeof createSecretKey>;
  readonly machine: Machine;
  known(): KnownPosition[];
  /** Every frame in the order of delivery. */
  texts(): string[];
  /** The inbox refuses once `parts` more are taken; null ends that. */
  refuseAfter(parts: number | null): void;
}

export function openDesk(machine: Partial<Machine> = {}): Desk {
  const parts: DeliveredPart[] = [];
  const notes: SourceNote[] = [];
  const positions = new Map<string, KnownPosition>();
  let left: number | null = null;
  return {
    parts,
    notes,
    key: createSecretKey(Buffer.alloc(32, 7)),
    machine: { roots: async () => [], networks: async () => ["127.0.0.0/8", "::1"], ports: async () => [], ...machine },
    sink: {
      async deliver(part) {
        if (left !== null && left-- <= 0) throw new Error("the inbox is full");
        const stands = positions.get(part.deliveryId)?.position ?? 0;
        if (stands !== part.from) throw new Error(`a part begins at ${part.from}, not at ${stands}`);
        const identity = JSON.parse(JSON.stringify(part.identity));
        positions.set(part.deliveryId, { deliveryId: part.deliveryId, position: part.to, identity, done: part.end });
        parts.push(part);
      },
      note: (note) => void notes.push(note),
    },
    known: () => [...positions.values()],
    texts: () => parts.flatMap((part) => part.frames.map((frame) => Buffer.from(frame.bytes).toString())),
    refuseAfter: (count) => {
      left = count;
    },
  };
}
