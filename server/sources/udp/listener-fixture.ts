import { createSecretKey } from "node:crypto";
import type { Machine } from "../machine/machine.ts";
import type { DeliveredPart, Sink, SourceNote } from "../source.ts";
import { createPorts } from "../stream/ports.ts";

/** For tests: a sink that keeps what it gets, and refuses when told to. */
export interface HeldSink extends Sink {
  readonly parts: DeliveredPart[];
  readonly notes: Map<SourceNote, number>;
  texts(): string[];
  refuse: boolean;
}

export function heldSink(): HeldSink {
  const parts: DeliveredPart[] = [];
  const notes = new Map<SourceNote, number>();
  const sink: HeldSink = {
    parts,
    notes,
    refuse: false,
    async deliver(part) {
      if (sink.refuse) throw new Error("refused");
      parts.push(part);
    },
    note: (note, count = 1) => void notes.set(note, (notes.get(note) ?? 0) + count),
    texts: () => parts.flatMap(({ frames }) => frames.map(({ bytes }) => Buffer.from(bytes).toString())),
  };
  return sink;
}

/** What a source is opened with, beside its settings: a machine that lets it listen on loopback. */
export function listenOptions(more: Partial<Machine> = {}) {
  const machine: Machine = {
    roots: async () => [],
    networks: async () => [],
    ports: async () => ["127.0.0.1", "::1"].map((address) => ({ kind: "address", address, from: 0, to: 65_535 })),
    ...more,
  };
  const key = createSecretKey(Buffer.alloc(32, 1));
  return { machine, ports: createPorts(), key, known: [] };
}

export async function until(what: () => boolean, patienceMs = 5_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!what()) {
    if (performance.now() > end) throw new Error("it did not come to pass");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
