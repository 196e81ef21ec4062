import { type Cells, createCells, lineEnd, splitCells } from "../cells.ts";
import type { DecodeContext, Decoded } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { readJsonObject } from "./json.ts";
import { type Field, plain, type Row } from "./row.ts";

export type RowReader = (frame: Uint8Array, context: DecodeContext) => Row | Decoded;

const DELIMITERS = [0x3b, 0x2c, 0x09, 0x7c] as const;

/** Reads lines of CSV (a header names the columns; without one they stand in `columns`' order) and of JSON, mixed as they come. */
export function createRowReader(columns: readonly string[], delimiter: number | null): RowReader {
  const cells = createCells();
  const own = columns.map(plain);
  const candidates = delimiter === null ? DELIMITERS : [delimiter];
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
    const text = byteText(frame);
    const from = byteOrderMark(text);
    const to = lineEnd(text);
    if (from === to || isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    if (text.charCodeAt(from) === 0x7b) {
      const fields = readJsonObject(text, from, to);
      return fields === null ? { kind: "undefined", reason: "json: not one flat object" } : { frame, text, fields };
    }
    if (isHeader(text, from, to, candidates, own, cells, context)) return { kind: "nothing", reason: "header line" };
    return readCells(frame, text, from, to, candidates, own, cells, context);
  };
}

/** A line whose first cell is a column's name and that names two others of them is a header; the file's state keeps it. */
function isHeader(
  text: string,
  from: number,
  to: number,
  candidates: readonly number[],
  own: readonly string[],
  cells: Cells,
  context: DecodeContext,
): boolean {
  const first = plain(text.slice(from, Math.min(to, from + 24)).split(/[;,\t|]/, 1)[0] ?? "");
  if (!own.includes(first)) return false;
  for (const candidate of candidates) {
    if (!splitCells(text, from, to, candidate, cells)) continue;
    const names = Array.from({ length: cells.count }, (_, at) => plain(text.slice(cells.start[at], cells.end[at])));
    const known = names.filter((name) => own.includes(name));
    // A damaged record may hold one word many times over; a header names each column once.
    if (known.length < 3 || new Set(known).size !== known.length) continue;
    context.state.columns = names.join(",");
    context.state.delimiter = candidate;
    return true;
  }
  return false;
}

function readCells(
  frame: Uint8Array,
  text: string,
  from: number,
  to: number,
  candidates: readonly number[],
  own: readonly string[],
  cells: Cells,
  context: DecodeContext,
): Row | Decoded {
  const { columns, delimiter } = context.state;
  const names = typeof columns === "string" ? columns.split(",") : own;
  let counted = -1;
  for (const candidate of typeof delimiter === "number" ? [delimiter] : candidates) {
    if (!splitCells(text, from, to, candidate, cells)) continue;
    counted = Math.max(counted, cells.count);
    if (cells.count !== names.length) continue;
    const fields = new Map<string, Field>();
    for (const [at, name] of names.entries()) {
      const start = cells.start[at] ?? 0;
      const end = cells.end[at] ?? 0;
      if (end > start) fields.set(name, { start, end, escaped: cells.escaped[at] === 1 ? "csv" : null });
    }
    return { frame, text, fields };
  }
  if (counted < 0) return { kind: "undefined", reason: "quotes: a quote is not closed" };
  return { kind: "undefined", reason: `columns: ${counted} where ${names.length} are expected` };
}
