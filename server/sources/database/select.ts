import { withPlaceholders } from "./one-select.ts";
import { columnsOf, type DatabaseSettings } from "./settings.ts";

/** What an engine writes differently from the others. */
export interface Dialect {
  readonly quote: (name: string) => string;
  /** The nth value that is sent beside the statement, from 1 on. */
  readonly value: (n: number, kind: DatabaseSettings["cursorKind"]) => string;
  /** A column as exact text, so that what is asked for next is what was answered. */
  readonly text: (column: string) => string;
  /** How a page is asked for; `asked`: as the settings say, where the database is not known. */
  readonly limit: "top" | "limit" | "asked";
}

/** Where a row stands: the cursor column and the one that tells equal ones apart, as text. */
export interface RowKey {
  readonly cursor: string;
  readonly tie: string | null;
}

export interface Select {
  readonly sql: string;
  readonly values: readonly string[];
}

/** Names of the two columns that are asked for besides. */
export const KEY_COLUMNS = ["gallra_cursor", "gallra_tie"] as const;

/** One page: from `from` on, behind `after` where the page before ended. No value ever becomes part of the text. */
export function selectPage(
  dialect: Dialect,
  settings: Pick<
    DatabaseSettings,
    "table" | "query" | "columns" | "cursorColumn" | "tieColumn" | "cursorKind" | "rowLimit"
  >,
  { from, after, rows }: { readonly from: string | null; readonly after: RowKey | null; readonly rows: number },
): Select {
  const values: string[] = [];
  const value = (text: string) => dialect.value(values.push(text), settings.cursorKind);
  const tieValue = (text: string) => dialect.value(values.push(text), "text");
  const [cursor, tie] = [settings.cursorColumn, settings.tieColumn].map(dialect.quote) as [string, string];
  const source =
    settings.query === ""
      ? settings.table.split(".").map(dialect.quote).join(".")
      : `(${withPlaceholders(settings.query, () => value(from ?? ""))})`;
  const wanted = columnsOf(settings.columns).map(dialect.quote).join(", ") || "gallra_rows.*";
  const keys = [
    `${dialect.text(cursor)} as gallra_cursor`,
    ...(settings.tieColumn === "" ? [] : [`${dialect.text(tie)} as gallra_tie`]),
  ];
  const where = conditionOf();
  const order = settings.tieColumn === "" ? cursor : `${cursor}, ${tie}`;
  const form = dialect.limit === "asked" ? settings.rowLimit : dialect.limit;
  const top = form === "top" ? `top ${rows} ` : "";
  const limit = form === "limit" ? ` limit ${rows}` : form === "fetch" ? ` fetch first ${rows} rows only` : "";
  return {
    sql: `select ${top}${wanted}, ${keys.join(", ")} from ${source} gallra_rows where ${where} order by ${order}${limit}`,
    values,
  };

  function conditionOf(): string {
    if (after !== null) {
      if (after.tie === null) return `${cursor} > ${value(after.cursor)}`;
      // The first half says nothing new, but an index is used by it.
      const from = `${cursor} >= ${value(after.cursor)}`;
      return `${from} and (${cursor} > ${value(after.cursor)} or ${tie} > ${tieValue(after.tie)})`;
    }
    return from === null ? `${cursor} is not null` : `${cursor} >= ${value(from)}`;
  }
}
