"use client";
import { type Row, type RowData, useTable } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { ColumnChoice } from "./column-choice.tsx";
import { orderOf } from "./order.ts";
import { Pager } from "./pager.tsx";
import { partOf } from "./pages.ts";
import { type Columns, type Features, features, TableView } from "./table.tsx";
import { useWords } from "./use-words.tsx";

const PAGE_ROWS = 50;
/** From so many columns on, not everybody wants all of them. */
const MANY_COLUMNS = 8;

interface SortedTableProps<T extends RowData> {
  readonly columns: Columns<T>;
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly caption: string;
  readonly sort?: { readonly id: string; readonly desc: boolean };
  /** The list has more rows than these: they keep the server's order, since sorting a part of them would sort nothing. */
  readonly isPart?: boolean;
  /** Rows that were asked for part by part are all drawn. */
  readonly drawsAll?: boolean;
}

/** A table whose rows are all here: it sorts by its columns and is drawn a page at a time. Columns and rows must be stable. */
export function SortedTable<T extends RowData>({
  columns,
  rows,
  rowId,
  caption,
  sort,
  isPart,
  drawsAll,
}: SortedTableProps<T>) {
  const [page, setPage] = useState(0);
  const { language } = useWords();
  const defaultColumn = useMemo(() => {
    const order = orderOf(language);
    return { sortFn: (a: Row<Features, T>, b: Row<Features, T>, id: string) => order(a.getValue(id), b.getValue(id)) };
  }, [language]);
  const table = useTable({
    features,
    columns,
    defaultColumn,
    data: rows,
    getRowId: rowId,
    enableRowSelection: false,
    ...(sort === undefined ? {} : { initialState: { sorting: [sort] } }),
    ...(isPart === true ? { enableSorting: false, manualSorting: true } : {}),
  });
  const part = partOf(page, drawsAll === true ? Math.max(PAGE_ROWS, rows.length) : PAGE_ROWS, rows.length);
  return (
    <>
      {columns.length >= MANY_COLUMNS ? (
        <div className="flex justify-end border-b border-line px-3 py-2 max-md:hidden">
          <ColumnChoice table={table} />
        </div>
      ) : null}
      <TableView table={table} caption={caption} part={part} />
      {drawsAll === true ? null : <Pager part={part} of={rows.length} size={PAGE_ROWS} go={setPage} />}
    </>
  );
}
