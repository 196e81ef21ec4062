/** A frame of this many bytes was cut off: no dialect has one, so its driver calls it undefined. */
export const FRAME_LIMIT = 65_536;

/** One whole record as the PBX wrote it. Frames of a file touch: each one starts where the one before ended. */
export interface Frame {
  /**
   * Of the framing `line` without the line feed (a carriage return stays), so that frames joined by line feeds are the file
   * again; of every other kind all its bytes. Perhaps a view of the pushed chunk.
   */
  readonly bytes: Buffer;
  /** Byte offset of the frame in the file, and of the first byte after it and its line feed: a checkpoint. */
  readonly start: number;
  readonly end: number;
  /** Number of its first line, counted from 1 where framing began. */
  readonly line: number;
}

/** Every byte costs the same, whatever the pieces it comes in: what is held back is not read again. */
export interface Framer {
  /** Adds bytes and returns the frames they complete. At most FRAME_LIMIT bytes are held back. */
  push(chunk: Uint8Array): Frame[];
  /** The file has ended or gone quiet: what is held back becomes frames as it stands. */
  finish(): Frame[];
}

/** Where the next frame begins. */
export interface FramerState {
  position: number;
  line: number;
}

export function countByte(data: Buffer, byte: number, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (data[at] === byte) count++;
  return count;
}
