import { tableColumns } from "../asterisk-cdr-csv/columns.ts";
import type { Cells } from "../cells.ts";

/** The columns that a statement names, as `tableColumns` tells them; null when it names none of a call. */
export function statementColumns(text: string): string | null {
  const open = text.indexOf("(");
  if (open < 0) return null;
  return /^\s*CREATE\b/i.test(text) ? createdColumns(text.slice(open + 1)) : listedColumns(text, open);
}

function listedColumns(text: string, open: number): string | null {
  const close = text.indexOf(")", open);
  return close < 0
    ? null
    : tableColumns(
        text
          .slice(open + 1, close)
          .split(",")
          .map(bareName),
      );
}

/** Of CREATE TABLE each line, or each part between commas outside brackets, begins with a column's name. */
function createdColumns(text: string): string | null {
  const names: string[] = [];
  let depth = 0;
  let begun = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "(") depth++;
    const closes = sign === ")" && --depth < 0;
    if (!closes && sign !== "" && (sign !== "," || depth > 0)) continue;
    const name = /^\s*([`"[]?)(\w+)/.exec(text.slice(begun, at));
    if (name?.[2] !== undefined && (name[1] !== "" || !KEYS.test(name[2]))) names.push(name[2]);
    begun = at + 1;
    if (closes) break;
  }
  return tableColumns(names);
}

const KEYS = /^(?:PRIMARY|KEY|UNIQUE|INDEX|CONSTRAINT|FULLTEXT|CHECK|FOREIGN)$/i;

function bareName(name: string): string {
  return name.trim().replaceAll(/^[`"[]|[`"\]]$/g, "");
}

/**
 * The values of a row `('...', 12, NULL)` as cells: of a string what stands between its quotes, of NULL nothing. False when a
 * quote or bracket is not closed.
 */
export function splitRow(text: string, cells: Cells): boolean {
  let at = text.indexOf("(") + 1;
  cells.count = 0;
  for (;;) {
    at = pastBlanks(text, at);
    if (cells.count === cells.start.length || at >= text.length) return false;
    const quote = /["']|(?:[NnEe]|_[A-Za-z0-9]{1,12} ?)'/y;
    quote.lastIndex = at;
    const opening = quote.exec(text);
    const end = opening === null ? addBare(text, at, cells) : addString(text, at + opening[0].length, cells);
    if (end < 0) return false;
    if (text.charAt(end) === ")") return true;
    at = end + 1;
  }
}

/** Where the comma or bracket stands behind a string and its cast (`'...'::timestamp`); -1 when it is not closed. */
function addString(text: string, start: number, cells: Cells): number {
  const quote = text.charAt(start - 1);
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (sign === quote) {
      if (text.charAt(at + 1) !== quote) {
        push(cells, start, at, text.slice(start, at));
        const cast = /\s*(?:::[\w ]{1,40})?\s*/y;
        cast.lastIndex = at + 1;
        const end = at + 1 + (cast.exec(text)?.[0].length ?? 0);
        return text.charAt(end) === "," || text.charAt(end) === ")" ? end : -1;
      }
      at++;
    }
  }
  return -1;
}

/** A number, NULL, or the call of a function with its brackets. */
function addBare(text: string, start: number, cells: Cells): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "(") depth++;
    else if (sign === ")" && depth > 0) depth--;
    else if (depth === 0 && (sign === "," || sign === ")")) {
      const written = text.slice(start, at).trimEnd();
      push(cells, start, start + (/^(?:null|default)$/i.test(written) ? 0 : written.length), "");
      return at;
    }
  }
  return -1;
}

function push(cells: Cells, start: number, end: number, text: string): void {
  cells.start[cells.count] = start;
  cells.end[cells.count] = end;
  cells.escaped[cells.count] = text.includes("\\") || text.includes("''") ? 1 : 0;
  cells.quoted[cells.count++] = text === "" ? 0 : 1;
}

/** The columns of a line between tabs, as `COPY` and `mysqldump --tab` write it: `\N` is none. */
export function splitTabs(text: string, from: number, to: number, cells: Cells): boolean {
  cells.count = 0;
  for (let begun = from; begun <= to; ) {
    if (cells.count === cells.start.length) return false;
    const tab = text.indexOf("\t", begun);
    const end = tab < 0 || tab > to ? to : tab;
    const written = text.slice(begun, end);
    push(cells, begun, written === "\\N" ? begun : end, written);
    begun = end + 1;
  }
  return true;
}

function pastBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}
