import type { Framing } from "./driver.ts";

/** A frame of this many bytes was cut off: no dialect has one, so its driver calls it undefined. */
export const FRAME_LIMIT = 65_536;

/** Lines that a quoted field may span before its opening quote counts as damage. */
const QUOTED_LINES = 16;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** One whole record as the PBX wrote it. Frames of a file touch: each one starts where the one before ended. */
export interface Frame {
  /** Without the line feed; a carriage return stays, so that frames joined by line feeds are the file again. A view of the pushed chunk. */
  readonly bytes: Buffer;
  /** Byte offset of the frame in the file, and of the first byte after it and its line feed: a checkpoint. */
  readonly start: number;
  readonly end: number;
  /** Number of its first line, counted from 1 where framing began. */
  readonly line: number;
}

export interface Framer {
  /** Adds bytes and returns the frames they complete. At most FRAME_LIMIT bytes are held back. */
  push(chunk: Uint8Array): Frame[];
  /** The file has ended or gone quiet: what is held back becomes frames as it stands. */
  finish(): Frame[];
}

/**
 * Cuts a stream into frames. It is pure, and knows nothing but the bytes since a frame's boundary: a reader that starts
 * again at any `end` gets the same frames.
 */
export function createFramer(framing: Framing, from: { position?: number; line?: number } = {}): Framer {
  const state: State = {
    rest: Buffer.alloc(0),
    position: from.position ?? 0,
    line: from.line ?? 1,
    overlong: null,
  };
  if (framing.kind === "document") return documentFramer(state, framing.maxBytes);
  if (framing.kind !== "line") throw new RangeError(`no framing is called ${framing.kind}`);
  const scan = framing.quotes === true ? scanQuoted : scanPlain;
  const feed = (data: Buffer, final: boolean): Frame[] => {
    const frames: Frame[] = [];
    let used = state.overlong === null ? 0 : skip(state, data, frames, final);
    used = scan(data, used, final, state, frames);
    while (data.length - used > FRAME_LIMIT) {
      const line = data.indexOf(LF, used);
      if (line < 0) {
        beginSkipping(state, data.subarray(used));
        return frames;
      }
      emit(state, frames, data.subarray(used, line), line + 1 - used, 1);
      used = scan(data, line + 1, final, state, frames);
    }
    state.rest = Buffer.from(data.subarray(used));
    return frames;
  };
  return {
    push: (chunk) => feed(joined(state.rest, chunk), false),
    finish: () => feed(state.rest, true),
  };
}

interface State {
  rest: Buffer;
  position: number;
  line: number;
  /** Head of a line that grew over the limit; the rest of it passes by unseen. */
  overlong: { head: Buffer; length: number } | null;
}

function joined(rest: Buffer, chunk: Uint8Array): Buffer {
  const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return rest.length === 0 ? view : Buffer.concat([rest, view]);
}

/** `length` bytes from `start`, then a line feed if `terminated`; `lines` line feeds stand inside or after. */
function emit(state: State, frames: Frame[], bytes: Buffer, length: number, lines: number): void {
  const kept = bytes.length > FRAME_LIMIT ? Buffer.from(bytes.subarray(0, FRAME_LIMIT)) : bytes;
  frames.push({
    bytes: kept,
    start: state.position,
    end: state.position + length,
    line: state.line,
  });
  state.position += length;
  state.line += lines;
}

/** A line feed ends a frame, whatever stands before it. */
function scanPlain(data: Buffer, begun: number, final: boolean, state: State, frames: Frame[]): number {
  let start = begun;
  for (let at = data.indexOf(LF, start); at >= 0; at = data.indexOf(LF, start)) {
    emit(state, frames, data.subarray(start, at), at + 1 - start, 1);
    start = at + 1;
  }
  return final ? flush(data, start, state, frames) : start;
}

/**
 * A line feed inside a quoted field belongs to the frame. Damage must not swallow good lines: a line that is whole by
 * itself, or too many lines without the closing quote, show that the opening quote was a stray one.
 */
function scanQuoted(data: Buffer, begun: number, final: boolean, state: State, frames: Frame[]): number {
  let start = begun;
  let at = data.indexOf(LF, start);
  while (at >= 0) {
    let end = at;
    let lines = 1;
    if (!endsOutsideQuotes(data, start, at) && quoting(data, start, at) === "open") {
      const close = closingLine(data, start, at);
      if (close === null && !final) return start;
      if (close !== null) {
        end = close.end;
        lines = close.lines;
      } else if (quoting(data, start, data.length) === "whole") {
        return flush(data, start, state, frames);
      }
    }
    emit(state, frames, data.subarray(start, end), end + 1 - start, lines);
    start = end + 1;
    at = data.indexOf(LF, start);
  }
  return final ? flush(data, start, state, frames) : start;
}

/**
 * Where the line ends that closes the quote left open at `first`, or `first` itself when that quote was a stray one; null
 * when the data do not tell yet.
 */
function closingLine(data: Buffer, start: number, first: number): { end: number; lines: number } | null {
  let lines = 1;
  let lineStart = first + 1;
  for (let at = data.indexOf(LF, lineStart); at >= 0; at = data.indexOf(LF, lineStart)) {
    lines++;
    const quotes = countByte(data, QUOTE, lineStart, at);
    const even = (quotes & 1) === 0;
    if (at - start > FRAME_LIMIT || lines > QUOTED_LINES || (even && quotes > 0)) return { end: first, lines: 1 };
    if (!even) return quoting(data, start, at) === "whole" ? { end: at, lines } : { end: first, lines: 1 };
    lineStart = at + 1;
  }
  return null;
}

/**
 * Whether a line surely ends outside quotes, seen from its end: its last quotes are an odd run after a letter and before a
 * separator, which only a closing quote is. False where it takes reading from the start to know.
 */
function endsOutsideQuotes(data: Buffer, start: number, end: number): boolean {
  let at = end - 1;
  for (let steps = 0; steps < TAIL_STEPS && at >= start; steps++) {
    if (data[at] !== QUOTE) {
      at--;
      continue;
    }
    const after = data[at + 1];
    if (at + 1 < end && !isDelimiter(after) && after !== CR) return false;
    const last = at;
    while (at >= start && data[at] === QUOTE) at--;
    const run = last - at;
    const afterDelimiter = at < start || isDelimiter(data[at]);
    if ((run & 1) === 1) return !afterDelimiter;
    if (run !== 2 || !afterDelimiter) return false;
  }
  return at < start;
}

/** How far from its end a line is looked at before it is read from its start. */
const TAIL_STEPS = 64;

function countByte(data: Buffer, byte: number, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (data[at] === byte) count++;
  return count;
}

/**
 * How the fields from `start` to `end` are quoted: `open` when the last one is not closed, `damaged` when something follows
 * a closing quote. A quote in the middle of a bare field opens nothing.
 */
function quoting(data: Buffer, start: number, end: number): "whole" | "open" | "damaged" {
  let at = start;
  while (at < end) {
    if (data[at] === QUOTE) {
      do {
        at = data.indexOf(QUOTE, at + 1) + 1;
        if (at === 0 || at > end) return "open";
      } while (at < end && data[at] === QUOTE);
      if (at < end && !isDelimiter(data[at]) && data[at] !== CR) return "damaged";
    }
    while (at < end && !isDelimiter(data[at])) at++;
    at++;
  }
  return "whole";
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === 0x2c || byte === 0x3b || byte === 0x7c || byte === 0x09;
}

/** What stands after the last line feed becomes a frame too; nothing becomes none. */
function flush(data: Buffer, start: number, state: State, frames: Frame[]): number {
  if (start < data.length) {
    emit(state, frames, data.subarray(start), data.length - start, countByte(data, LF, start, data.length));
  }
  return data.length;
}

function beginSkipping(state: State, rest: Buffer): void {
  state.overlong = {
    head: Buffer.from(rest.subarray(0, FRAME_LIMIT)),
    length: rest.length,
  };
  state.rest = Buffer.alloc(0);
}

/** Passes over the remainder of an overlong line; returns where the next line begins. */
function skip(state: State, data: Buffer, frames: Frame[], final: boolean): number {
  const overlong = state.overlong;
  if (overlong === null) return 0;
  const at = data.indexOf(LF);
  overlong.length += at < 0 ? data.length : at + 1;
  if (at < 0 && !final) return data.length;
  state.overlong = null;
  emit(state, frames, overlong.head, overlong.length, 1);
  return at < 0 ? data.length : at + 1;
}

/** The whole file is one frame; one that reaches `maxBytes` is cut off there and its driver calls it undefined. */
function documentFramer(state: State, maxBytes: number): Framer {
  const chunks: Buffer[] = [];
  let held = 0;
  let length = 0;
  return {
    push(chunk) {
      length += chunk.byteLength;
      if (held < maxBytes) {
        const kept = Buffer.from(chunk.subarray(0, maxBytes - held));
        chunks.push(kept);
        held += kept.length;
      }
      return [];
    },
    finish() {
      if (length === 0) return [];
      const frame: Frame = {
        bytes: Buffer.concat(chunks),
        start: state.position,
        end: state.position + length,
        line: state.line,
      };
      state.position += length;
      chunks.length = 0;
      held = 0;
      length = 0;
      return [frame];
    },
  };
}
