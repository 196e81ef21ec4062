"use client";
import { type RowData, useTable } from "@tanstack/react-table";
import { type Columns, features, TableView } from "./table.tsx";

interface SortedTableProps<T extends RowData> {
  readonly columns: Columns<T>;
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly caption: string;
  readonly sort?: { readonly id: string; readonly desc: boolean };
}

/** A table whose rows are all here: it sorts by its columns. Columns and rows must be stable values. */
export function SortedTable<T extends RowData>({ columns, rows, rowId, caption, sort }: SortedTableProps<T>) {
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: rowId,
    enableRowSelection: false,
    ...(sort === undefined ? {} : { initialState: { sorting: [sort] } }),
  });
  return <TableView table={table} caption={caption} />;
}
