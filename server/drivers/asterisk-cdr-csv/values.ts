import type { Role } from "../../domain/codes.ts";
import { readSsn } from "../../domain/ssn.ts";
import type { Cells } from "../cells.ts";
import type { DecodedValue } from "../driver.ts";
import { decodeRange } from "../text.ts";
import { sameNumber } from "../values.ts";

/** What one line is read from: its bytes, the same as text (one character a byte), and its cells. */
export interface Line {
  readonly frame: Uint8Array;
  readonly text: string;
  readonly cells: Cells;
  /** Doubled quotes of CSV, the backslashes of a table that documents print, or the strings of SQL. */
  readonly escapes: "csv" | "table" | "sql";
}

export function cellText(line: Line, column: number): string {
  if (column < 0) return "";
  const { text, cells } = line;
  const cell = text.slice(cells.start[column], cells.end[column]);
  return cells.escaped[column] === 0 ? cell : unescaped(cell, line.escapes);
}

/** Adds the cell as it stands, unless it is empty or one of the dialplan's own one-letter names (`s`, `i`, `t`, `h`). */
export function addCell(line: Line, column: number, role: Role, values: DecodedValue[]): void {
  if (column < 0) return;
  let start = line.cells.start[column] ?? 0;
  let end = line.cells.end[column] ?? 0;
  while (start < end && line.text.charCodeAt(start) === 0x20) start++;
  while (end > start && line.text.charCodeAt(end - 1) === 0x20) end--;
  if (start === end || (end - start === 1 && !isDigit(line.text.charCodeAt(start)))) return;
  if (role === "calling" || role === "called") {
    values.push({ role, class: "phone", text: rangeText(line, start, end), start, end });
  } else {
    addNumber(line, start, end, role, values);
  }
}

/** The cell as class `ssn` or `name`. */
export function addPersonal(line: Line, column: number, role: Role, as: "ssn" | "name", values: DecodedValue[]): void {
  const start = line.cells.start[column] ?? 0;
  const end = line.cells.end[column] ?? 0;
  if (column < 0 || end <= start) return;
  values.push({ role, class: as, text: rangeText(line, start, end), start, end });
}

/** `"Anna Prov" <0701740605>`: the name, and the number where the column `src` tells another or none. */
export function addCallerId(line: Line, column: number, values: DecodedValue[]): void {
  if (column < 0) return;
  const { text } = line;
  const from = line.cells.start[column] ?? 0;
  const to = line.cells.end[column] ?? 0;
  if (from >= to) return;
  const open = text.lastIndexOf("<", to - 1);
  const close = open < from ? -1 : text.indexOf(">", open);
  const bracketed = close > open && close < to;
  const calling = values[0]?.role === "calling";
  if (bracketed) {
    addNumber(line, open + 1, close, calling ? "caller" : "calling", values);
    addName(line, from, open, values);
  } else if (isPhoneLike(text, from, to)) {
    addNumber(line, from, to, calling ? "caller" : "calling", values);
  } else {
    addName(line, from, to, values);
  }
}

function addName(line: Line, from: number, to: number, values: DecodedValue[]): void {
  const { text } = line;
  let start = from;
  let end = to;
  while (start < end && isDecoration(text.charCodeAt(start))) start++;
  while (end > start && isDecoration(text.charCodeAt(end - 1))) end--;
  if (start === end) return;
  if (isPhoneLike(text, start, end)) addNumber(line, start, end, "caller", values);
  else values.push({ role: "calling", class: "name", text: rangeText(line, start, end), start, end });
}

/**
 * Outside numbers in a channel name or in what an application was given: seven digits or more between separators. After a
 * slash or colon (`PJSIP/0701740605@telia`) any such run is one; elsewhere only what begins like a number.
 */
export function addDialled(line: Line, column: number, values: DecodedValue[]): void {
  if (column < 0) return;
  const { text } = line;
  const from = line.cells.start[column] ?? 0;
  const to = line.cells.end[column] ?? 0;
  for (let at = from; at < to; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let end = at + 1;
    while (end < to && isDigit(text.charCodeAt(end))) end++;
    const length = end - at;
    if (length >= 7 && length <= 15 && (end === to || isSeparator(text.charCodeAt(end)))) {
      const start = at > from && text.charCodeAt(at - 1) === 0x2b ? at - 1 : at;
      const before = start === from ? 0x2c : text.charCodeAt(start - 1);
      if (isChannelCounter(text, start, end, to)) break;
      const dialled = before === 0x2f || before === 0x3a;
      if (dialled || (isSeparator(before) && beginsAsNumber(text, start)))
        addNumber(line, start, end, "dialled", values);
    }
    at = end;
  }
}

/** `PJSIP/telia-08280011`: the eight hexadecimal digits that end a channel's name are a counter, even when all are decimal. */
function isChannelCounter(text: string, start: number, end: number, to: number): boolean {
  return end - start === 8 && text.charCodeAt(start - 1) === 0x2d && (end === to || text.charCodeAt(end) === 0x3b);
}

/** A column of free use, when it holds a number and nothing else: whose it is, nobody says. */
export function addAccount(line: Line, column: number, values: DecodedValue[]): void {
  if (column < 0) return;
  const start = line.cells.start[column] ?? 0;
  const end = line.cells.end[column] ?? 0;
  if (end - start < 8 || end - start > 20) return;
  if (isKeyedSsn(line.text.slice(start, end))) addPersonal(line, column, "calling", "ssn", values);
  else if (!beginsAsNumber(line.text, start)) return;
  else if (isPhoneLike(line.text, start, end)) addNumber(line, start, end, "redirecting", values);
}

/** What a caller keyed in, written out by a dialplan: twelve digits with a right check digit, stars and hashes around them. */
function isKeyedSsn(text: string): boolean {
  const digits = /^[*#]*((?:18|19|20)\d{10})[*#]*$/.exec(text.trim())?.[1];
  return digits !== undefined && readSsn(digits, END_OF_CENTURY)?.valid === true;
}

/** With its century written out a number reads the same at any time. */
const END_OF_CENTURY = new Date(Date.UTC(2098, 0, 1));

/** `+`, or a trunk prefix that is not the start of a channel's counter. */
function beginsAsNumber(text: string, start: number): boolean {
  const first = text.charCodeAt(start);
  return first === 0x2b || (first === 0x30 && text.charCodeAt(start + 1) !== 0x30);
}

/** Adds a number, unless the record names it already: ingest cuts every other place where it stands. */
function addNumber(line: Line, start: number, end: number, role: Role, values: DecodedValue[]): void {
  if (end <= start) return;
  const text = rangeText(line, start, end);
  for (const value of values) if (value.class === "phone" && sameNumber(value.text, text)) return;
  values.push({ role, class: "phone", text, start, end });
}

function rangeText(line: Line, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const code = line.text.charCodeAt(at);
    if (code >= 0x80 || code === 0x22 || code === 0x27 || code === 0x5c) {
      return unescaped(decodeRange(line.frame, start, end), line.escapes);
    }
  }
  return line.text.slice(start, end);
}

function unescaped(text: string, escapes: Line["escapes"]): string {
  if (escapes === "csv") return text.replaceAll('""', '"');
  if (escapes === "table") return text.replaceAll(/\\([_|*\\])/g, "$1");
  return text.replaceAll(/\\([\s\S])|''/g, (_, sign: string | undefined) => (sign === undefined ? "'" : signOf(sign)));
}

/** The letters behind a backslash that stand for something else in MySQL. */
function signOf(letter: string): string {
  if (letter === "n") return "\n";
  if (letter === "r") return "\r";
  return letter === "t" ? "\t" : letter;
}

/** Whether nothing but the signs of a written number stands there, and at least six digits. */
function isPhoneLike(text: string, start: number, end: number): boolean {
  let digits = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) digits++;
    else if (code !== 0x2b && code !== 0x2d && code !== 0x20 && code !== 0x28 && code !== 0x29 && code !== 0x2f)
      return false;
  }
  return digits >= 6;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isDecoration(code: number): boolean {
  return code === 0x20 || code === 0x22 || code === 0x5c;
}

/** `( ) , - / : = @ | &` stand between the words of an application's data. */
function isSeparator(code: number): boolean {
  switch (code) {
    case 0x26:
    case 0x28:
    case 0x29:
    case 0x2c:
    case 0x2d:
    case 0x2f:
    case 0x3a:
    case 0x3d:
    case 0x40:
    case 0x7c:
      return true;
    default:
      return false;
  }
}
