import type { FrameText } from "../values.ts";
import type { Cell, Columns } from "./columns.ts";

export interface Row extends FrameText {
  readonly cells: readonly Cell[];
  readonly columns: Columns;
}

/** Null where there is no such column, or nothing in it. */
export function cellIn(row: Row, name: string): Cell | null {
  const cell = row.cells[row.columns.at.get(name) ?? -1];
  return cell === undefined || cell.end <= cell.start ? null : cell;
}

export function textIn(row: Row, name: string): string {
  const cell = cellIn(row, name);
  return cell === null ? "" : row.text.slice(cell.start, cell.end);
}
