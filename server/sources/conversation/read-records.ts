import type { PacketCase, Records } from "./conversation.ts";
import { blockReader } from "./read-blocks.ts";
import { lineReader } from "./read-lines.ts";
import { packetReader } from "./read-packets.ts";

/** What a conversation brings. */
export type Heard =
  /** Bytes of the record stream. */
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "packet"; readonly packet: Buffer; readonly body: Buffer; readonly case: PacketCase }
  /** Understood, and no record. */
  | { readonly kind: "own" }
  /** The protocol allows no such thing; it is passed over. */
  | { readonly kind: "unknown" }
  /** User or password were wrong. */
  | { readonly kind: "refused" };

/** Takes records out of what a system says. Pure but for what it holds back, which is bounded. */
export interface RecordReader {
  /** Throws RangeError where the protocol is broken, so that nothing behind can be read. */
  take(chunk: Buffer): readonly Heard[];
  /** What came of a record that has no end yet, without line ends; empty when there is nothing. */
  rest(): Buffer;
}

export function recordReader(records: Records): RecordReader {
  switch (records.kind) {
    case "stream":
      return {
        take: (chunk) => (chunk.length === 0 ? [] : [{ kind: "bytes", bytes: chunk }]),
        rest: () => Buffer.alloc(0),
      };
    case "lines":
      return lineReader(records);
    case "blocks":
      return blockReader(records);
    case "packets":
      return packetReader(records.shape, records.cases);
  }
}
