import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { FrameMark, SegmentFrame } from "./segment.ts";

/** A frame to be written: `bytes` is its content, `start` and `end` its place in the delivery. */
export interface PlacedFrame {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** What the gate did to it, or that it was broken off; left out or null = nothing. */
  readonly mark?: FrameMark | null;
}

/** Without marks, and with them: the number stands in the segment's header. */
export type BodyVersion = 1 | 2;

/**
 * Frames as compressed bytes: a table of where each stands, how long it is and, in version 2, what the gate did to it; then their
 * contents in a row. Places are 48 bits wide and relative to the segment, so that a delivery of any size fits.
 */
export function packFrames(
  frames: readonly PlacedFrame[],
  from: number,
): { packed: Buffer; bytes: number; version: BodyVersion } {
  let bytes = 0;
  let version: BodyVersion = 1;
  for (const frame of frames) {
    bytes += frame.bytes.byteLength;
    if (frame.mark != null) version = 2;
  }
  const entryBytes = ENTRY_BYTES[version];
  const plain = Buffer.allocUnsafe(COUNT_BYTES + frames.length * entryBytes + bytes);
  plain.writeUInt32LE(frames.length, 0);
  let entry = COUNT_BYTES;
  let content = COUNT_BYTES + frames.length * entryBytes;
  for (const frame of frames) {
    plain.writeUIntLE(frame.start - from, entry, 6);
    plain.writeUIntLE(frame.end - frame.start, entry + 6, 6);
    plain.writeUInt32LE(frame.bytes.byteLength, entry + 12);
    if (version === 2) writeMark(plain, entry + 16, frame.mark ?? null);
    plain.set(frame.bytes, content);
    entry += entryBytes;
    content += frame.bytes.byteLength;
  }
  const packed = zstdCompressSync(plain, FASTEST);
  plain.fill(0);
  return { packed, bytes, version };
}

/** The rule in two bytes, the category in one, and in the last what of it holds. */
function writeMark(plain: Buffer, at: number, mark: FrameMark | null): void {
  plain.writeUInt16LE(mark?.leftOut ?? 0, at);
  plain.writeUInt8(mark?.category ?? 0, at + 2);
  plain.writeUInt8(
    (mark?.leftOut != null ? LEFT_OUT : 0) | (mark?.struck === true ? STRUCK : 0) | (mark?.cut === true ? CUT : 0),
    at + 3,
  );
}

function readMark(plain: Buffer, at: number): FrameMark | null {
  const [category, bits] = [plain.readUInt8(at + 2), plain.readUInt8(at + 3)];
  if (category === 0 && bits === 0) return null;
  const leftOut = (bits & LEFT_OUT) === 0 ? null : plain.readUInt16LE(at);
  const mark = { leftOut, category: category === 0 ? null : category, struck: (bits & STRUCK) !== 0 };
  return (bits & CUT) === 0 ? mark : { ...mark, cut: true };
}

const LEFT_OUT = 1;
const STRUCK = 2;
const CUT = 4;

/** Segments live for seconds: time counts more than size, and on records alike as these level 1 is no larger. */
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The frames back; throws RangeError when table and contents disagree. `bytes` bounds what is unpacked. */
export function unpackFrames(
  packed: Uint8Array,
  from: number,
  { frames: count, bytes, version }: { frames: number; bytes: number; version: BodyVersion },
): SegmentFrame[] {
  const entryBytes = ENTRY_BYTES[version];
  const size = COUNT_BYTES + count * entryBytes + bytes;
  const plain = zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1) });
  if (plain.length !== size || plain.readUInt32LE(0) !== count)
    throw new RangeError("the frames do not fill the segment");
  const frames: SegmentFrame[] = new Array(count);
  let content = COUNT_BYTES + count * entryBytes;
  for (let i = 0, entry = COUNT_BYTES; i < count; i++, entry += entryBytes) {
    const position = from + plain.readUIntLE(entry, 6);
    const end = position + plain.readUIntLE(entry + 6, 6);
    const next = content + plain.readUInt32LE(entry + 12);
    if (next > plain.length) throw new RangeError("a frame reaches beyond the segment");
    const frame = { bytes: plain.subarray(content, next), position, end };
    const mark = version === 2 ? readMark(plain, entry + 16) : null;
    frames[i] = mark === null ? frame : { ...frame, mark };
    content = next;
  }
  return frames;
}

const COUNT_BYTES = 4;
const ENTRY_BYTES: Readonly<Record<BodyVersion, number>> = { 1: 16, 2: 20 };
