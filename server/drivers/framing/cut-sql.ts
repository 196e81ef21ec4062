import type { Cutter, CutOne, What } from "./cut-framer.ts";
import { BLANKS, endOfRecord } from "./end-of-record.ts";
import { forward, type Search } from "./forward.ts";

/**
 * Of a dump as `mysqldump`, phpMyAdmin and `psql` write it each row in brackets with the comma or semicolon behind it, whether
 * they stand in one line or in many; `INSERT ... VALUES` before them; any other statement; and each line that is none.
 */
export function cutSql(): Cutter {
  const endOfComment = forward((data, from) => data.indexOf("*/", from), 2);
  return (place) => {
    let read = 0;
    let goOn: CutOne | null = null;
    return (data, start, what) => {
      if (goOn !== null) return goOn(data, start, what);
      let at = start + read;
      while (at < data.length && BLANKS.includes(data[at] ?? 0)) at++;
      read = at - start;
      if (at === data.length) return what === "more" ? null : at;
      if (data[at] === LF) return at + 1;
      const word = data[at] === OPEN ? "(" : wordAt(data, at, what);
      if (word === null) return null;
      goOn = cutterBehind(word, read, endOfComment, place);
      return goOn(data, start, what);
    };
  };
}

function cutterBehind(word: string, at: number, endOfComment: Search, place: number): CutOne {
  if (word === "(") return endOfBody(at, "row");
  if (word === "/*") return behindComment(at, endOfComment, place);
  if (isInsert(word)) return endOfHead(at);
  return STATEMENTS.has(word) ? endOfBody(at, "statement") : endOfLine(at);
}

const LF = 0x0a;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const SEPARATORS = [...BLANKS, 0x2c, SEMICOLON];
const STATEMENTS = new Set(
  "ALTER BEGIN COMMIT COPY CREATE DELETE DROP LOCK SELECT SET START TRUNCATE UNLOCK USE".split(" "),
);
/** A statement's head is the names of a table and its columns. */
const HEAD_BYTES = 8_192;

function isInsert(word: string): boolean {
  return word === "INSERT" || word === "REPLACE";
}

/** The word in capitals, or the two signs that begin a comment; "" for anything else; null while the data do not tell. */
function wordAt(data: Buffer, at: number, what: What): string | null {
  const text = data.toString("latin1", at, at + 12);
  if (text.startsWith("/*")) return "/*";
  const word = /^[A-Za-z]+(?=[ ;\r\n])/.exec(text)?.[0].toUpperCase() ?? "";
  return word === "" && what === "more" && text.length < 12 && !text.includes("\n") ? null : word;
}

/**
 * Behind the bracket that closes a row, or a statement's semicolon. A line that begins another row or statement shows that it was
 * lost; where damage opened a string, so does what stands between two rows.
 */
function endOfBody(from: number, of: "row" | "statement"): CutOne {
  let read = from;
  let depth = 0;
  let quote = 0;
  let behind: CutOne | null = null;
  return (data, start, what) => {
    if (behind !== null) return behind(data, start, what);
    let at = start + read;
    for (; at < data.length; at++) {
      const byte = data[at] ?? 0;
      // Before what follows these is known they are not read.
      if (byte === LF) {
        const begins = beginsRow(data, at + 1, what);
        if (begins === null) break;
        if (begins) return at + 1;
      } else if (quote !== 0) {
        if (byte === BACKSLASH || byte === quote) {
          if (at + 1 === data.length && what === "more") break;
          const next = data[at + 1];
          if (byte === BACKSLASH ? next !== LF : next === quote) at++;
          else if (byte === quote) quote = 0;
        } else if (byte === CLOSE) {
          if (at + 4 > data.length && what === "more") break;
          if (isBetweenRows(data, at)) return at + 2;
        }
      } else if (byte === 0x27 || (byte === 0x22 && of === "row")) {
        quote = byte;
      } else if (of === "statement" ? byte === SEMICOLON : byte === CLOSE && --depth === 0) {
        behind = endOfRecord(at + 1 - start, SEPARATORS);
        return behind(data, start, what);
      } else if (byte === OPEN) {
        depth++;
      }
    }
    read = at - start;
    return null;
  };
}

/** `'),('` between rows of one line: a value before the brackets, one after them. */
function isBetweenRows(data: Buffer, close: number): boolean {
  return /^[\d'"L]\),\([\d'"N]/.test(data.toString("latin1", close - 1, close + 4));
}

/** Whether a line begins a row or the statement of the next rows; null while the data do not tell. */
function beginsRow(data: Buffer, at: number, what: What): boolean | null {
  if (data[at] === OPEN) return true;
  const text = data.toString("latin1", at, at + 8).toUpperCase();
  if (text.length < 8 && what === "more" && (text === "" || "INSERT ".startsWith(text) || "REPLACE ".startsWith(text)))
    return null;
  return text.startsWith("INSERT ") || text.startsWith("REPLACE ");
}

/** Behind VALUES, the list of columns inside; a line where there is none. */
function endOfHead(from: number): CutOne {
  let read = from;
  // What stands in no name: a bracket that opens the list, the one that closes it, and what follows VALUES.
  const signs: number[] = [];
  let line: CutOne | null = null;
  return (data, start, what) => {
    if (line !== null) return line(data, start, what);
    const most = Math.min(from + HEAD_BYTES, data.length - start);
    const known = signs.length;
    for (; read < most && signs.length < 3; read++) if (isSign(data[start + read] ?? 0)) signs.push(read);
    const isAll = what !== "more" || most === from + HEAD_BYTES;
    if (signs.length === known && !isAll) return null;
    const [open = most, close = most, next = most] = signs;
    const holds = (at: number, to: number) => VALUES.test(data.toString("latin1", start + at, start + to));
    if (holds(from, open)) return start + open;
    if (data[start + open] === OPEN && open < most) {
      if (close === most && !isAll) return null;
      if (data[start + close] === CLOSE && close < most) {
        if (next === most && !isAll) return null;
        if (holds(open, next)) return start + next;
      }
    }
    line = endOfLine(from);
    return line(data, start, what);
  };
}

function isSign(byte: number): boolean {
  return byte === SEMICOLON || byte === 0x27 || byte === OPEN || byte === CLOSE;
}

const VALUES = /\bVALUES?\s*$/i;

function behindComment(from: number, endOfComment: Search, place: number): CutOne {
  let behind: CutOne | null = null;
  return (data, start, what) => {
    if (behind === null) {
      const close = endOfComment(data, start + from + 2, place - start);
      if (close < 0 && what === "more") return null;
      behind = close < 0 ? endOfLine(from) : endOfRecord(close + 2 - start, SEPARATORS);
    }
    return behind(data, start, what);
  };
}

function endOfLine(from: number): CutOne {
  let read = from;
  return (data, start, what) => {
    const feed = data.indexOf(LF, start + read);
    read = data.length - start;
    if (feed >= 0) return feed + 1;
    return what === "more" ? null : data.length;
  };
}
