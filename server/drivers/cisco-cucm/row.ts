import type { Cells } from "../cells.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText } from "../values.ts";
import type { Layout } from "./columns.ts";

/** A line, its cells and what they are. */
export interface Row extends FrameText {
  readonly cells: Cells;
  readonly layout: Layout;
}

/** The bounds of a cell by its name; null when the file has no such column, or nothing in it, as in most. */
export function boundsOf(row: Row, name: string): { readonly start: number; readonly end: number } | null {
  const index = row.layout.at.get(name);
  if (index === undefined || index >= row.cells.count) return null;
  const [start, end] = [row.cells.start[index] ?? 0, row.cells.end[index] ?? 0];
  return end <= start ? null : { start, end };
}

/** Without blanks around it; "" when there is no such column. */
export function textIn(row: Row, name: string): string {
  const index = row.layout.at.get(name);
  if (index === undefined || index >= row.cells.count) return "";
  const [start, end] = [row.cells.start[index] ?? 0, row.cells.end[index] ?? 0];
  return end <= start ? "" : column(row.text, start, end);
}

/** A whole number, 0 for an empty cell; -1 for what is none. */
export function numberIn(row: Row, name: string): number {
  const text = textIn(row, name);
  if (text === "") return 0;
  return /^\d{1,10}$/.test(text) ? Number(text) : -1;
}

/** Seconds since 1970, in UTC whatever the site's zone; null for 0 and nothing, undefined for what is no time. */
export function instantIn(row: Row, name: string): Date | null | undefined {
  const seconds = numberIn(row, name);
  if (seconds < 0 || seconds > 4_294_967_295) return undefined;
  return seconds === 0 ? null : new Date(seconds * 1_000);
}

/** `b00...` is a bridge that mixes or records; words stand for callers that are not told. */
const NOBODY = /^(?:b00\d{4,20}|anonymous|unknown|unavailable|restricted|private|withheld|null|0)$/i;
const BRIDGE = /^b00\d{4,20}$/i;

export function isBridge(text: string): boolean {
  return BRIDGE.test(text);
}

export function addCell(
  row: Row,
  name: string,
  role: DecodedValue["role"],
  as: DecodedValue["class"],
  values: DecodedValue[],
): void {
  const index = row.layout.at.get(name);
  const bounds = boundsOf(row, name);
  if (bounds === null || index === undefined) return;
  if (NOBODY.test(column(row.text, bounds.start, bounds.end))) return;
  if (!addValue(row, bounds.start, bounds.end, role, as, values)) return;
  const last = values.at(-1);
  if (last !== undefined && row.cells.escaped[index] === 1)
    values[values.length - 1] = { ...last, text: last.text.replaceAll('""', '"') };
}
