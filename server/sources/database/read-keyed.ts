import { SourceTrouble } from "../problem.ts";
import type { DatabaseConnection } from "./engines/engine.ts";
import type { Cell } from "./row-frames.ts";
import { type Dialect, KEY_COLUMNS, type RowKey, selectPage } from "./select.ts";
import type { DatabaseSettings } from "./settings.ts";

export interface KeyedRows {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: RowKey; readonly cells: readonly Cell[] }[];
}

const KEY_CHARACTERS = 1_000;

/** A page with the place of each of its rows, which are no part of what the driver reads. Throws SourceTrouble. */
export async function readKeyed(
  connection: DatabaseConnection,
  dialect: Dialect,
  settings: DatabaseSettings,
  page: { readonly from: string | null; readonly after: RowKey | null; readonly rows: number },
): Promise<KeyedRows> {
  const found = await connection.read(selectPage(dialect, settings, page), page.rows);
  const keys = settings.tieColumn === "" ? 1 : 2;
  const own = found.columns.length - keys;
  const isAsAsked = found.columns.slice(own).every((name, i) => name.toLowerCase() === KEY_COLUMNS[i]);
  if (found.rows.length > 0 && (own < 1 || !isAsAsked)) throw new SourceTrouble("protocol-broken");
  const rows = found.rows.map((row) => {
    const [cursor, tie] = row.slice(own);
    if (cursor === null || cursor === undefined || (keys === 2 && (tie === null || tie === undefined)))
      throw new SourceTrouble("table-wrong");
    // The driver has rounded it, as those of ODBC do with decimals: rows behind it would be left out.
    if (typeof cursor === "number" && Math.abs(cursor) > Number.MAX_SAFE_INTEGER)
      throw new SourceTrouble("table-wrong");
    // It is calculated with, kept and asked for again: a number of a million digits would take the time of everybody.
    if (String(cursor).length > KEY_CHARACTERS || String(tie ?? "").length > KEY_CHARACTERS)
      throw new SourceTrouble("table-wrong");
    return { key: { cursor: String(cursor), tie: keys === 2 ? String(tie) : null }, cells: row.slice(0, own) };
  });
  return { columns: found.columns.slice(0, own), rows };
}
