import type { CutOne } from "./cut-framer.ts";
import { endOfRecord } from "./end-of-record.ts";
import { forward, type Search } from "./forward.ts";

type What = "more" | "full" | "end";

/**
 * Of a dump as `mysqldump`, phpMyAdmin and `psql` write it each row in brackets with the comma or semicolon behind it, whether
 * they stand in one line or in many; `INSERT ... VALUES` before them; any other statement; and each line that is none.
 */
export function cutSql(): CutOne {
  const endOfComment = forward((data, from) => data.indexOf("*/", from), 2);
  return (data, start, what) => {
    let at = start;
    while (at < data.length && isGap(data[at] ?? 0)) at++;
    if (at === data.length) return what === "more" ? null : at;
    if (data[at] === LF) return at + 1;
    if (data[at] === OPEN) return endOfRow(data, at, what);
    const word = wordAt(data, at);
    if (at + word.length === data.length && what === "more") return null;
    if (isInsert(word)) return endOfHead(data, at, what);
    if (word === "/*") return behindComment(data, at, what, endOfComment);
    return STATEMENTS.has(word) ? endOfStatement(data, at, what) : endOfLine(data, at, what);
  };
}

const LF = 0x0a;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const SEPARATORS = " \t\r,;";
const STATEMENTS = new Set(
  "ALTER BEGIN COMMIT COPY CREATE DELETE DROP LOCK SELECT SET START TRUNCATE UNLOCK USE".split(" "),
);
/** A statement's head is the names of a table and its columns. */
const HEAD_BYTES = 8_192;

function isInsert(word: string): boolean {
  return word === "INSERT" || word === "REPLACE";
}

/** The word in capitals, or the two signs that begin a comment; "" for anything else. */
function wordAt(data: Buffer, at: number): string {
  const text = data.toString("latin1", at, at + 12);
  return text.startsWith("/*") ? "/*" : (/^[A-Za-z]+(?=[ ;\r\n])/.exec(text)?.[0].toUpperCase() ?? "");
}

/** Behind the bracket that closes the row. A line that begins another row or statement shows that the bracket was lost. */
function endOfRow(data: Buffer, from: number, what: What): number | null {
  let depth = 0;
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return endOfRecord(data, at + 1, what, SEPARATORS);
    else if (byte === LF) {
      const begins = beginsRow(data, at + 1, what);
      if (begins === null) return null;
      if (begins) return at + 1;
    } else if (isQuote(byte)) {
      const end = endOfString(data, at, what);
      if (end === null) return null;
      if (end.broken) return end.at;
      at = end.at;
    }
  }
  return null;
}

/** The closing quote; or, of a string that damage opened, where the next row begins. */
function endOfString(data: Buffer, from: number, what: What): { at: number; broken: boolean } | null {
  const quote = data[from];
  for (let at = from + 1; at < data.length; at++) {
    const byte = data[at];
    if (byte === BACKSLASH && data[at + 1] !== LF) at++;
    else if (byte === quote) {
      if (at + 1 === data.length && what === "more") return null;
      if (data[at + 1] !== quote) return { at, broken: false };
      at++;
    } else if (byte === LF) {
      const begins = beginsRow(data, at + 1, what);
      if (begins === null) return null;
      if (begins) return { at: at + 1, broken: true };
    } else if (byte === CLOSE) {
      if (at + 4 > data.length && what === "more") return null;
      if (isBetweenRows(data, at)) return { at: at + 2, broken: true };
    }
  }
  return null;
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
function endOfHead(data: Buffer, from: number, what: What): number | null {
  const text = data.toString("latin1", from, from + HEAD_BYTES);
  const names = /^[^;'()]*/.exec(text)?.[0] ?? "";
  let end = names.length;
  if (!VALUES.test(names)) {
    const columns = /^\([^;'()]*\)[^;'()]*/.exec(text.slice(end))?.[0] ?? "";
    end += columns.length;
    if (end === text.length && end < HEAD_BYTES && what === "more") return null;
    if (!VALUES.test(columns)) return endOfLine(data, from, what);
  }
  return end === text.length && what === "more" ? null : from + end;
}

const VALUES = /\bVALUES?\s*$/i;

function behindComment(data: Buffer, from: number, what: What, endOfComment: Search): number | null {
  const close = endOfComment(data, from + 2);
  if (close < 0) return what === "more" ? null : endOfLine(data, from, what);
  return endOfRecord(data, close + 2, what, SEPARATORS);
}

/** Behind the semicolon, or before a line that begins rows. */
function endOfStatement(data: Buffer, from: number, what: What): number | null {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === SEMICOLON) return endOfRecord(data, at + 1, what, SEPARATORS);
    if (byte === LF) {
      const begins = beginsRow(data, at + 1, what);
      if (begins === null) return null;
      if (begins) return at + 1;
    } else if (byte === 0x27) {
      const end = endOfString(data, at, what);
      if (end === null) return null;
      if (end.broken) return end.at;
      at = end.at;
    }
  }
  return null;
}

function endOfLine(data: Buffer, from: number, what: What): number | null {
  const feed = data.indexOf(LF, from);
  if (feed >= 0) return feed + 1;
  return what === "more" ? null : data.length;
}

function isQuote(byte: number): boolean {
  return byte === 0x27 || byte === 0x22;
}

function isGap(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
