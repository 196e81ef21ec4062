import { countByte, FRAME_LIMIT, type Frame, type Framer, type FramerState } from "./frame.ts";
import { Held } from "./held.ts";

/** Lines that a quoted field may span before its opening quote counts as damage. */
const QUOTED_LINES = 16;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** A frame for every line; with `quotes`, a line break inside a quoted field does not end it. */
export function lineFramer(from: FramerState, quotes: boolean): Framer {
  const state: State = { ...from, read: 0, open: null, overlong: null };
  const held = new Held();
  const scan = quotes ? scanQuoted : scanPlain;
  const cut = (data: Buffer, final: boolean, frames: Frame[]): number => {
    let used = state.overlong === null ? 0 : skip(state, data, frames, final);
    used = scan(data, used, final, state, frames);
    while (data.length - used > FRAME_LIMIT) {
      const line = data.indexOf(LF, used);
      if (line < 0) {
        beginSkipping(state, data.subarray(used));
        return data.length;
      }
      emit(state, frames, data.subarray(used, line), line + 1 - used, 1);
      used = scan(data, line + 1, final, state, frames);
    }
    return used;
  };
  const feed = (data: Buffer, final: boolean): Frame[] => {
    const frames: Frame[] = [];
    held.keep(data, cut(data, final, frames));
    return frames;
  };
  return {
    push: (chunk) => feed(held.join(chunk), false),
    finish: () => feed(held.bytes, true),
  };
}

interface State extends FramerState {
  /** So many bytes of the line that is held hold no line feed, or of the lines behind an open quote no further one. */
  read: number;
  open: Open | null;
  /** Head of a line that grew over the limit; the rest of it passes by unseen. */
  overlong: { head: Buffer; length: number } | null;
}

/** A quote that was left open; places count from the frame's beginning. */
interface Open {
  /** Where its line ends. */
  readonly first: number;
  /** Where the line begins that may close it, and how many stand before that one. */
  lineStart: number;
  lines: number;
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
  state.read = 0;
  state.open = null;
}

/** A line feed ends a frame, whatever stands before it. */
function scanPlain(data: Buffer, begun: number, final: boolean, state: State, frames: Frame[]): number {
  let start = begun;
  for (let at = nextFeed(data, start, state); at >= 0; at = nextFeed(data, start, state)) {
    emit(state, frames, data.subarray(start, at), at + 1 - start, 1);
    start = at + 1;
  }
  return final ? flush(data, start, state, frames) : start;
}

/** The next line feed of the frame that begins at `start`, behind those bytes that were read. */
function nextFeed(data: Buffer, start: number, state: State): number {
  const at = data.indexOf(LF, start + state.read);
  state.read = (at < 0 ? data.length : at + 1) - start;
  return at;
}

/**
 * A line feed inside a quoted field belongs to the frame. Damage must not swallow good lines: a line that is whole by
 * itself, or too many lines without the closing quote, show that the opening quote was a stray one.
 */
function scanQuoted(data: Buffer, begun: number, final: boolean, state: State, frames: Frame[]): number {
  let start = begun;
  for (;;) {
    if (state.open === null) {
      const at = nextFeed(data, start, state);
      if (at < 0) break;
      if (endsOutsideQuotes(data, start, at) || quoting(data, start, at) !== "open") {
        emit(state, frames, data.subarray(start, at), at + 1 - start, 1);
        start = at + 1;
        continue;
      }
      state.open = { first: at - start, lineStart: at + 1 - start, lines: 1 };
    }
    const close = closingLine(data, start, state, state.open);
    if (close === null && !final) return start;
    if (close === null && quoting(data, start, data.length) === "whole") break;
    const { end, lines } = close ?? { end: start + state.open.first, lines: 1 };
    emit(state, frames, data.subarray(start, end), end + 1 - start, lines);
    start = end + 1;
  }
  return final ? flush(data, start, state, frames) : start;
}

/**
 * Where the line ends that closes the open quote, or its own line when that quote was a stray one; null when the data do not tell
 * yet.
 */
function closingLine(data: Buffer, start: number, state: State, open: Open): { end: number; lines: number } | null {
  const stray = { end: start + open.first, lines: 1 };
  for (let at = nextFeed(data, start, state); at >= 0; at = nextFeed(data, start, state)) {
    open.lines++;
    const quotes = countByte(data, QUOTE, start + open.lineStart, at);
    const even = (quotes & 1) === 0;
    if (at - start > FRAME_LIMIT || open.lines > QUOTED_LINES || (even && quotes > 0)) return stray;
    if (!even) return quoting(data, start, at) === "whole" ? { end: at, lines: open.lines } : stray;
    open.lineStart = state.read;
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
  state.read = 0;
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
