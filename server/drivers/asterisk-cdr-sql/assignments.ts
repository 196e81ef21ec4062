import type { Cells } from "../cells.ts";
import { splitRow } from "./statement.ts";

const HEAD = /^\s*(?:INSERT|REPLACE)\b[\w \t\r\n`".[\]]{0,200}?\bSET\s+/i;

/**
 * The columns of `INSERT INTO cdr SET calldate = '...', src = '...'`, and their values as cells; null when it is none or is
 * damaged. Each value is read as a row's would be.
 */
export function splitAssignments(text: string, cells: Cells): readonly string[] | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const names: string[] = [];
  const end = endOfStatement(text);
  let at = head[0].length;
  cells.count = 0;
  const one: Cells = { ...cells, count: 0, start: new Int32Array(1), end: new Int32Array(1) };
  while (at < end) {
    NAME.lastIndex = at;
    const name = NAME.exec(text);
    if (name === null || cells.count === cells.start.length) return null;
    const from = at + name[0].length;
    const to = endOfValue(text, from, end);
    // A bracket on each side makes a row of one value out of it, at the same places.
    if (to < 0 || !splitRow(`${" ".repeat(from - 1)}(${text.slice(from, to)})`, one) || one.count !== 1) return null;
    cells.start[cells.count] = one.start[0] ?? 0;
    cells.end[cells.count] = one.end[0] ?? 0;
    cells.escaped[cells.count] = one.escaped[0] ?? 0;
    cells.quoted[cells.count++] = one.quoted[0] ?? 0;
    names.push(name[1] ?? "");
    at = to + 1;
  }
  return names.length === 0 ? null : names;
}

const NAME = /\s*[`"[]?(?:cdr[`"\]]?\.[`"[]?)?(\w{1,64})[`"\]]?\s*=\s*/y;

/** Without the semicolon and the blanks behind it. */
function endOfStatement(text: string): number {
  return text.replace(/(?<![\s;])[\s;]+$/, "").length;
}

/** The comma behind a value, or the end; -1 when a quote is not closed. */
function endOfValue(text: string, from: number, end: number): number {
  let quote = "";
  for (let at = from; at < end; at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === ",") return at;
  }
  return quote === "" ? end : -1;
}
