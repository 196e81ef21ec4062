"use client";
import { useTable } from "@tanstack/react-table";
import { useState } from "react";
import { features } from "../../_ui/table.tsx";
import type { Chosen } from "./use-choice.ts";
import { useHitColumns } from "./hit-columns.tsx";
import type { SearchAnswer } from "./use-search.ts";

const FIRST_COLUMNS = { duration: false, sourceName: false };

/** The table of one page of hits; order and paging are the server's. */
export function useHitTable(hits: SearchAnswer["hits"], choice: Chosen) {
  const columns = useHitColumns(choice);
  const [columnVisibility, setColumnVisibility] = useState<Record<string, boolean>>(FIRST_COLUMNS);
  return useTable({
    features,
    columns,
    data: hits,
    getRowId: (hit) => hit.hitId,
    enableSorting: false,
    state: { rowSelection: choice.all ? allOf(hits) : { ...choice.ids }, columnVisibility },
    onRowSelectionChange: (change) => choice.setIds(typeof change === "function" ? change({ ...choice.ids }) : change),
    onColumnVisibilityChange: setColumnVisibility,
  });
}

function allOf(hits: SearchAnswer["hits"]): Record<string, true> {
  return Object.fromEntries(hits.map((hit) => [hit.hitId, true as const]));
}
