import { Held } from "../../drivers/framing/held.ts";
import type { PacketCase, PacketShape } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

/** Packets that say how long they are. */
export function packetReader(shape: PacketShape, cases: readonly PacketCase[]): RecordReader {
  const held = new Held();
  const hear = (packet: Buffer): Heard => {
    const found = cases.find(({ at, text }) => packet.toString("latin1", at, at + text.length) === text);
    if (found === undefined) return { kind: "unknown" };
    return { kind: "packet", packet, body: bodyOf(packet, packet.length - shape.behind, found), case: found };
  };
  return {
    take(chunk) {
      const heard: Heard[] = [];
      const all = held.join(chunk);
      let left = all;
      try {
        for (let size = sizeOf(shape, left); size !== null && left.length >= size; size = sizeOf(shape, left)) {
          heard.push(hear(left.subarray(0, size)));
          left = left.subarray(size);
        }
      } finally {
        held.keep(all, all.length - left.length);
      }
      return heard;
    },
    rest() {
      const { bytes } = held;
      const found = cases.find(({ at, text }) => bytes.toString("latin1", at, at + text.length) === text);
      if (found === undefined || found.holds === "nothing") return Buffer.alloc(0);
      const body = bodyOf(bytes, bytes.length, found);
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
