"use client";
import {
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  metaHelper,
  type ReactTable,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";

interface ColumnLook {
  /** The word beside the value where rows are cards. */
  readonly label: string;
  readonly look?: "mono" | "soft" | "right";
  /** Left out of the column choice. */
  readonly fixed?: boolean;
}

/** What our tables can do; the features a table does not use cost nothing but these lines. */
export const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<ColumnLook>(),
});
export type Features = typeof features;
export type Columns<T extends RowData> = ColumnDef<Features, T>[];

/**
 * The one table. Under 720 px its rows become cards by style alone, hence the explicit roles: a browser drops a
 * table's meaning when it is no longer drawn as one.
 */
export function TableView<T extends RowData>({
  table,
  caption,
  compact = false,
  part = null,
}: {
  table: ReactTable<Features, T>;
  caption: string;
  compact?: boolean;
  /** Of the sorted rows only these are drawn. */
  part?: { readonly from: number; readonly to: number } | null;
}) {
  const sorted = table.getRowModel().rows;
  const rows = part === null ? sorted : sorted.slice(part.from, part.to);
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: a fieldset is for forms
    // biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div role="group" aria-label={caption} tabIndex={0} className="table-window -outline-offset-2!">
      {/* biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost */}
      <table role="table" className="cards w-full border-collapse" data-compact={compact || undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} role="row">
              {group.headers.map((header) => (
                <HeaderCell key={header.id} table={table} header={header} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.id} role="row" data-selected={row.getIsSelected() || undefined}>
              {row.getVisibleCells().map((cell) => {
                const look = cell.column.columnDef.meta;
                return (
                  <td
                    key={cell.id}
                    role="cell"
                    data-label={look?.label}
                    data-column={cell.column.id}
                    data-look={look?.look}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </div>
    // biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  );
}

type HeaderOf<T extends RowData> = ReturnType<ReactTable<Features, T>["getHeaderGroups"]>[number]["headers"][number];

// biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost
function HeaderCell<T extends RowData>({ table, header }: { table: ReactTable<Features, T>; header: HeaderOf<T> }) {
  const look = header.column.columnDef.meta?.look;
  const sorted = header.column.getIsSorted();
  if (!header.column.getCanSort()) {
    return (
      <th role="columnheader" scope="col" data-look={look} data-column={header.column.id}>
        <table.FlexRender header={header} />
      </th>
    );
  }
  return (
    <th
      role="columnheader"
      scope="col"
      data-look={look}
      data-column={header.column.id}
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
    >
      <button
        type="button"
        className="min-h-6 font-semibold hover:text-ink"
        onClick={header.column.getToggleSortingHandler()}
      >
        <table.FlexRender header={header} />
        <span aria-hidden="true" className="text-pine">
          {sorted === "asc" ? " ↑" : sorted === "desc" ? " ↓" : ""}
        </span>
      </button>
    </th>
  );
}
// biome-ignore-end lint/a11y/noRedundantRoles: see above
