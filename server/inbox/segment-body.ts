import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { SegmentFrame } from "./segment.ts";

/** A frame to be written: `bytes` is its content, `start` and `end` its place in the delivery. */
export interface PlacedFrame {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Frames as compressed bytes: a table of where each stands and how long it is, then their contents in a row. Places are 48
 * bits wide and relative to the segment, so that a delivery of any size fits.
 */
export function packFrames(frames: readonly PlacedFrame[], from: number): { packed: Buffer; bytes: number } {
  let bytes = 0;
  for (const frame of frames) bytes += frame.bytes.byteLength;
  const plain = Buffer.allocUnsafe(COUNT_BYTES + frames.length * ENTRY_BYTES + bytes);
  plain.writeUInt32LE(frames.length, 0);
  let entry = COUNT_BYTES;
  let content = COUNT_BYTES + frames.length * ENTRY_BYTES;
  for (const frame of frames) {
    plain.writeUIntLE(frame.start - from, entry, 6);
    plain.writeUIntLE(frame.end - frame.start, entry + 6, 6);
    plain.writeUInt32LE(frame.bytes.byteLength, entry + 12);
    plain.set(frame.bytes, content);
    entry += ENTRY_BYTES;
    content += frame.bytes.byteLength;
  }
  const packed = zstdCompressSync(plain, FASTEST);
  plain.fill(0);
  return { packed, bytes };
}

/** Segments live for seconds: time counts more than size, and on records alike as these level 1 is no larger. */
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The frames back; throws RangeError when table and contents disagree. `bytes` bounds what is unpacked. */
export function unpackFrames(packed: Uint8Array, from: number, count: number, bytes: number): SegmentFrame[] {
  const size = COUNT_BYTES + count * ENTRY_BYTES + bytes;
  const plain = zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1) });
  if (plain.length !== size || plain.readUInt32LE(0) !== count)
    throw new RangeError("the frames do not fill the segment");
  const frames: SegmentFrame[] = new Array(count);
  let content = COUNT_BYTES + count * ENTRY_BYTES;
  for (let i = 0, entry = COUNT_BYTES; i < count; i++, entry += ENTRY_BYTES) {
    const position = from + plain.readUIntLE(entry, 6);
    const end = position + plain.readUIntLE(entry + 6, 6);
    const next = content + plain.readUInt32LE(entry + 12);
    if (next > plain.length) throw new RangeError("a frame reaches beyond the segment");
    frames[i] = { bytes: plain.subarray(content, next), position, end };
    content = next;
  }
  return frames;
}

const COUNT_BYTES = 4;
const ENTRY_BYTES = 16;
