import type { Framing } from "../../drivers/driver.ts";

export type Cell = string | number | boolean | null;

/** Rows as the driver reads them: of a dump in SQL where that is its dialect, else an object of JSON each. */
export function frameRow(framing: Framing, columns: readonly string[], cells: readonly Cell[]): Buffer {
  if (framing.kind === "sql") return Buffer.from(`(${cells.map(asSql).join(",")})`, "utf8");
  return Buffer.from(JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null]))), "utf8");
}

/** What stands before the rows of a page: of a dump the names of their columns. */
export function leadOf(framing: Framing, columns: readonly string[]): Buffer | undefined {
  if (framing.kind !== "sql") return undefined;
  return Buffer.from(
    `INSERT INTO cdr (${columns.map((name) => name.replaceAll(/\W/g, "_")).join(", ")}) VALUES`,
    "utf8",
  );
}

function asSql(cell: Cell): string {
  if (cell === null) return "NULL";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "boolean") return cell ? "1" : "0";
  const escaped = cell.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `'${escaped.replaceAll("\0", "")}'`;
}

/** What a client made of a value, as a person at the database would see it. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? null : value.toISOString().replace("T", " ").replace("Z", "");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return JSON.stringify(value);
}
