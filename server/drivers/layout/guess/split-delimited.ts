import { createCells, splitCells } from "../../cells.ts";
import { linesOf, type SampleColumn, type SplitSample } from "./column.ts";

const DELIMITERS = [";", "\t", "|", ",", "^", "~"] as const;
const NAMES: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "|": "pipe", "\t": "tab" };
/** A line of two cells is any sentence with a comma in it. */
const FEWEST_CELLS = 3;

interface Split {
  readonly delimiter: string;
  readonly quotes: boolean;
  readonly rows: readonly (readonly string[])[];
  /** The number of cells that most lines have. */
  readonly cells: number;
  /** The share of the lines that have so many. */
  readonly share: number;
}

/** The sample as lines of cells, by the sign that cuts most of them alike; null when none does. */
export function splitDelimited(sample: string): SplitSample | null {
  const lines = linesOf(sample);
  const best = DELIMITERS.flatMap((delimiter) => splitBy(lines, delimiter) ?? []).sort(
    (a, b) => b.share * Math.log2(b.cells) - a.share * Math.log2(a.cells),
  )[0];
  if (best === undefined || best.share < 0.4) return null;
  const rows = best.rows.filter((row) => row.length >= FEWEST_CELLS && isNear(row.length, best.cells));
  const [first] = rows;
  const heading = first !== undefined && isHeader(first, rows.slice(1)) ? first : null;
  const records = rows.filter((row) => heading === null || row.join() !== heading.join());
  const widths = records.map((row) => row.length);
  const width = Math.max(best.cells, ...widths);
  const columns: SampleColumn[] = Array.from({ length: width }, (_, at) => ({
    place: at + 1,
    header: heading?.[at]?.trim() || null,
    values: records.map((row) => row[at] ?? ""),
  }));
  const named = heading?.findIndex((text) => text !== "") ?? -1;
  return {
    kind: "delimited",
    columns,
    delimiter: NAMES[best.delimiter] ?? best.delimiter,
    quotes: best.quotes,
    headers: heading === null || named < 0 ? [] : [{ at: named, text: heading[named] ?? "" }],
    rules: rulesIn(lines),
    size: records.length === 0 ? null : { from: Math.min(...widths), to: Math.max(...widths) },
  };
}

function splitBy(lines: readonly string[], delimiter: string): Split | null {
  const quoted = lines.map((line) => cellsOf(line, delimiter));
  const quotes = quoted.filter((row) => row !== null).length * 10 >= lines.length * 9;
  const rows = lines.map((line, at) => (quotes ? (quoted[at] ?? [line]) : trimmed(line.split(delimiter))));
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [most] = [...counts].filter(([cells]) => cells >= FEWEST_CELLS).sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return most === undefined ? null : { delimiter, quotes, rows, cells: most[0], share: most[1] / lines.length };
}

function cellsOf(line: string, delimiter: string): string[] | null {
  const cells = createCells();
  if (!splitCells(line, 0, line.length, delimiter.charCodeAt(0), cells)) return null;
  const row: string[] = [];
  for (let at = 0; at < cells.count; at++) {
    const text = line.slice(cells.start[at], cells.end[at]);
    row.push(cells.escaped[at] === 1 ? text.replaceAll('""', '"') : text);
  }
  return trimmed(row);
}

function trimmed(row: readonly string[]): string[] {
  return row.map((text) => text.trim());
}

/** Systems leave out what is blank at the end of a line, or write a column more on some. */
function isNear(cells: number, usual: number): boolean {
  return Math.abs(cells - usual) <= Math.max(1, Math.floor(usual / 4));
}

/** Words without digits, over columns that have digits. */
function isHeader(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  const named = row.filter((text) => text !== "");
  if (named.length < 2 || named.filter((text) => /\d/.test(text)).length > named.length / 4) return false;
  if (below.length === 0) return named.length === row.length;
  return row.some((text, at) => !/\d/.test(text) && below.some((other) => /\d/.test(other[at] ?? "")));
}

/** How lines of dashes and the like begin. */
export function rulesIn(lines: readonly string[]): string[] {
  const rules = lines.filter((line) => /^[-=_*+ |]{5,}$/.test(line)).map((line) => line.trim().slice(0, 5));
  return [...new Set(rules)].slice(0, 3);
}
