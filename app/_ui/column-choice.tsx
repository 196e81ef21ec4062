"use client";
import type { ReactTable, RowData } from "@tanstack/react-table";
import { useId } from "react";
import { Button } from "./button.tsx";
import type { Features } from "./table.tsx";
import { useWords } from "./use-words.tsx";

/** Which columns of a table are shown, in a popover of the browser's own. */
export function ColumnChoice<T extends RowData>({ table }: { table: ReactTable<Features, T> }) {
  const words = useWords();
  const id = useId();
  return (
    <span className="relative max-md:hidden">
      <Button popoverTarget={id}>{words.t("table.columns")}</Button>
      <div id={id} popover="auto" className="popover-under rounded-lg border border-line-strong bg-sheet p-3 text-ink">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 font-semibold">{words.t("table.columns")}</legend>
          {table
            .getAllLeafColumns()
            .filter((column) => column.columnDef.meta?.fixed !== true)
            .map((column) => (
              <label key={column.id} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={column.getIsVisible()}
                  onChange={column.getToggleVisibilityHandler()}
                />
                {column.columnDef.meta?.label}
              </label>
            ))}
        </fieldset>
      </div>
    </span>
  );
}
