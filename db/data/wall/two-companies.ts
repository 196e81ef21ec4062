import { randomUUID } from "node:crypto";
import type { Sql } from "../../clients.ts";
import { withCompany } from "../../with-company.ts";
import { type ColumnInfo, listColumns, type TableInfo } from "./catalogue.ts";

export const MINE = 1;
export const THEIRS = 2;

/** One row of each company in each table, made from the catalogue so that a table added later is covered too. */
export async function fillTables(owner: Sql, tables: readonly TableInfo[]): Promise<void> {
  await owner`select data.ensure_days(array['2026-03-01'::date]), data.ensure_months(array['2026-03-01'::date])`;
  for (const { table } of tables) {
    const columns = await listColumns(owner, table);
    for (const companyId of [MINE, THEIRS]) {
      await withCompany(
        owner,
        companyId,
        (tx) => tx`insert into ${tx(`data.${table}`)} ${tx(rowOf(columns, companyId))}`,
      );
    }
  }
}

/** A row that satisfies the table's checks; values that have none are made from the type. */
export function rowOf(
  columns: readonly ColumnInfo[],
  companyId: number,
): Record<string, string | number | boolean | Date | Buffer> {
  const row: Record<string, string | number | boolean | Date | Buffer> = {};
  for (const column of columns) {
    const value = column.name === "company_id" ? companyId : (column.allowed ?? madeValue(column.type, companyId));
    row[column.name] = value;
  }
  return row;
}

function madeValue(type: string, companyId: number): string | number | boolean | Date | Buffer {
  switch (type) {
    case "integer":
    case "smallint":
    case "bigint":
      return companyId;
    case "boolean":
      return false;
    case "uuid":
      // A call id of March 2026, so that it has a partition.
      return `019ca800${randomUUID().slice(8)}`;
    case "date":
      return "2026-03-01";
    case "timestamp with time zone":
      return new Date("2026-03-01T00:00:00Z");
    case "bytea":
      return Buffer.from([companyId]);
    case "jsonb":
      return "{}";
    case "text[]":
    case "bigint[]":
    case "integer[]":
      return "{}";
    default:
      return `of ${companyId}`;
  }
}
