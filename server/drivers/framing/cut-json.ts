import type { Cutter, CutOne } from "./cut-framer.ts";
import { BLANKS, endOfRecord } from "./end-of-record.ts";

/**
 * One object, with what stands before it on its line (`[`, a comma, a log's prefix) and the separators behind it. A line
 * without an object is a frame by itself. Damage ends where a line begins with `{` or with the same blanks before it as this
 * object has: the next object, since members are indented further or stand on the same line. `pages`: names of the arrays that interfaces wrap their objects in; what stands before the
 * elements of such an array is a frame by itself, and so is what follows them.
 */
export function cutJson(pages: readonly string[] = []): Cutter {
  const names = pages.map((name) => Buffer.from(name));
  return () => {
    let read = 0;
    let depth = 0;
    let indent = 0;
    let quoted = false;
    let [textFrom, textTo] = [0, 0];
    let behind: CutOne | null = null;
    return (data, start, what) => {
      if (behind !== null) return behind(data, start, what);
      let at = start + read;
      for (; at < data.length; at++) {
        if (quoted) at = endOfPlain(data, at);
        const byte = data[at];
        if (byte === LF) {
          if (depth === 0) return at + 1;
          // No string holds a line break: its closing quote is gone.
          quoted = false;
        } else if (quoted) {
          if (byte === QUOTE) {
            quoted = false;
            textTo = at - start;
          } else if (byte === BACKSLASH) {
            // Before what it hides is known it is not read.
            if (at + 1 === data.length) break;
            if (data[at + 1] !== LF) at++;
          }
        } else if (byte === QUOTE) {
          quoted = depth > 0;
          textFrom = at + 1 - start;
          textTo = textFrom;
        } else if (byte === OPEN) {
          if (depth === 0) indent = indentOf(data, start);
          else if (data[at - 1] === LF) return at;
          else if (indent > 0 && isIndented(data, start, at, indent)) return at - indent;
          depth++;
        } else if (byte === OPEN_LIST && depth > 0) {
          if (depth === 1 && isOneOf(names, data, start + textFrom, start + textTo)) {
            behind = endOfRecord(at + 1 - start, BLANKS);
            return behind(data, start, what);
          }
          depth++;
        } else if (depth > 0 && (byte === CLOSE || byte === CLOSE_LIST) && --depth === 0) {
          behind = endOfRecord(at + 1 - start, SEPARATORS);
          return behind(data, start, what);
        }
      }
      read = Math.min(at, data.length) - start;
      return null;
    };
  };
}

/** Past what means nothing in a string: most of a record is that. */
function endOfPlain(data: Buffer, from: number): number {
  let at = from;
  while (at < data.length && data[at] !== QUOTE && data[at] !== BACKSLASH && data[at] !== LF) at++;
  return at;
}

/** How many blanks stand before the object on its line; 0 where anything else does. */
function indentOf(data: Buffer, start: number): number {
  let at = start;
  while (data[at] === 0x20 || data[at] === 0x09) at++;
  return data[at] === OPEN ? at - start : 0;
}

function isIndented(data: Buffer, start: number, at: number, indent: number): boolean {
  const line = at - indent;
  return line > start && data[line - 1] === LF && data.compare(data, start, start + indent, line, at) === 0;
}

/** Whether the last string before a bracket is the name of a page's array. */
function isOneOf(names: readonly Buffer[], data: Buffer, from: number, to: number): boolean {
  for (const name of names)
    if (to - from === name.length && data.compare(name, 0, name.length, from, to) === 0) return true;
  return false;
}

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SEPARATORS = [...BLANKS, 0x2c, CLOSE_LIST];
