import type { CutOne } from "./cut-framer.ts";
import { endOfRecord } from "./end-of-record.ts";

/**
 * One object, with what stands before it on its line (`[`, a comma, a log's prefix) and the separators behind it. A line
 * without an object is a frame by itself. Damage ends where a line begins with `{`: the next object, since members are
 * indented or on the same line.
 */
export const cutJson: CutOne = (data, start, what) => {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < data.length; at++) {
    const byte = data[at];
    if (byte === LF) {
      if (depth === 0) return at + 1;
      // No string holds a line break: its closing quote is gone.
      quoted = false;
    } else if (depth > 0 && byte === OPEN && at > start && data[at - 1] === LF) {
      return at;
    } else if (quoted) {
      if (byte === BACKSLASH && data[at + 1] !== LF) at++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === OPEN || (byte === OPEN_LIST && depth > 0)) {
      depth++;
    } else if (byte === QUOTE) {
      quoted = depth > 0;
    } else if (depth > 0 && (byte === CLOSE || byte === CLOSE_LIST) && --depth === 0) {
      return endOfRecord(data, at + 1, what, SEPARATORS);
    }
  }
  return null;
};

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SEPARATORS = " \t\r,]";
