"use client";
import { useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { features } from "../../_ui/table.tsx";
import type { Chosen } from "./use-choice.ts";
import { SORT_OF, useHitColumns } from "./hit-columns.tsx";
import type { SearchAnswer, Sort } from "./use-search.ts";
import { ALL_COLUMNS, type ColumnId } from "./use-views.ts";

interface HitTableInput {
  readonly hits: SearchAnswer["hits"];
  readonly choice: Chosen;
  readonly columns: readonly ColumnId[];
  readonly sort: Sort;
  readonly setSort: (sort: Sort) => void;
  /** With more than 10,000 calls only their date orders them. */
  readonly dateOnly: boolean;
  readonly open: (hitId: string) => void;
}

/** The table of one page of hits; order and paging are the server's. */
export function useHitTable({ hits, choice, columns, sort, setSort, dateOnly, open }: HitTableInput) {
  const all = useHitColumns(choice, hits, open);
  const order = columns.join();
  const drawn = useMemo(() => {
    const place = (id: string | undefined) => {
      const at = order.split(",").indexOf(id ?? "");
      return at < 0 ? (id === "choose" ? -2 : -1) : at;
    };
    return all
      .filter((column) => !isChosen(column.id) || order.split(",").includes(column.id ?? ""))
      .map((column) => (dateOnly && column.id !== "date" ? { ...column, enableSorting: false } : column))
      .sort((a, b) => place(a.id) - place(b.id));
  }, [all, order, dateOnly]);
  const by = Object.entries(SORT_OF).find(([, known]) => known === sort.by)?.[0];
  return useTable({
    features,
    columns: drawn,
    data: hits,
    getRowId: (hit) => hit.hitId,
    manualSorting: true,
    enableSortingRemoval: false,
    state: {
      rowSelection: choice.all === null ? { ...choice.ids } : exactOf(hits, choice),
      sorting: by === undefined ? [] : [{ id: by, desc: sort.direction === "desc" }],
    },
    onSortingChange: (change) => {
      const [next] =
        typeof change === "function" ? change([{ id: by ?? "date", desc: sort.direction === "desc" }]) : change;
      const wanted = next === undefined ? undefined : SORT_OF[next.id];
      if (next !== undefined && wanted !== undefined) setSort({ by: wanted, direction: next.desc ? "desc" : "asc" });
    },
  });
}

function isChosen(id: string | undefined): boolean {
  return ALL_COLUMNS.some((known) => known === id);
}

/** All that match means the exact ones where every tier is shown. */
function exactOf(hits: SearchAnswer["hits"], choice: Chosen): Record<string, true> {
  const exact = hits.filter((hit) => hit.tier === "exact");
  const meant = exact.length > 0 && choice.all !== null ? exact : hits;
  return Object.fromEntries(meant.map((hit) => [hit.hitId, true as const]));
}
