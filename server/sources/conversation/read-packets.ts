import type { PacketCase, PacketShape } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

/** Packets that say how long they are. */
export function packetReader(shape: PacketShape, cases: readonly PacketCase[]): RecordReader {
  let held = Buffer.alloc(0);
  const hear = (packet: Buffer): Heard => {
    const found = cases.find(({ at, text }) => packet.toString("latin1", at, at + text.length) === text);
    if (found === undefined) return { kind: "unknown" };
    return { kind: "packet", packet, body: bodyOf(packet, packet.length - shape.behind, found), case: found };
  };
  return {
    take(chunk) {
      const heard: Heard[] = [];
      held = Buffer.concat([held, chunk]);
      for (let size = sizeOf(shape, held); size !== null && held.length >= size; size = sizeOf(shape, held)) {
        heard.push(hear(held.subarray(0, size)));
        held = held.subarray(size);
      }
      return heard;
    },
    rest() {
      const found = cases.find(({ at, text }) => held.toString("latin1", at, at + text.length) === text);
      if (found === undefined || found.holds === "nothing") return Buffer.alloc(0);
      const body = bodyOf(held, held.length, found);
      return Buffer.from(body.map((byte) => Math.max(byte, 0x20)));
    },
  };
}

function bodyOf(packet: Buffer, end: number, { from = 0, holds }: PacketCase): Buffer {
  const body = packet.subarray(Math.min(from, end), end);
  if (holds !== "record") return body;
  const stop = body.findIndex((byte) => byte === 0 || byte === 0x0a || byte === 0x0d);
  return stop < 0 ? body : body.subarray(0, stop);
}

/** The bytes of the packet that begins; null while that cannot be told. */
function sizeOf({ first, before, count, behind, longest }: PacketShape, held: Buffer): number | null {
  if (first !== undefined && held.length > 0 && held[0] !== first.charCodeAt(0))
    throw new RangeError("no packet begins here");
  const digits = count === "digits" ? 5 : 2;
  if (held.length < before + digits) return null;
  const text = held.toString("latin1", before, before + digits);
  if (count === "digits" && !/^\d{5}$/.test(text)) throw new RangeError("no count stands in the packet");
  const body = count === "digits" ? Number(text) : held.readUInt16BE(before);
  if (body > longest) throw new RangeError("a packet longer than any");
  return before + digits + body + behind;
}
