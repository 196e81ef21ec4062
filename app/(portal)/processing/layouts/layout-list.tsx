"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Pager, usePageWithin } from "../../../_ui/pager.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";

type LayoutRow = inferRouterOutputs<AppRouter>["layouts"]["list"]["rows"][number];

const PAGE = 50;

/** The company's layouts by name. */
export function LayoutList({ open }: { open: (layoutId: number) => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [page, setPage] = useState(0);
  const query = useQuery({
    queryKey: ["layouts", page],
    queryFn: () => api.layouts.list.query({ from: page * PAGE, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
  usePageWithin(page, PAGE, query.data?.of ?? null, setPage);
  const columns = useMemo(() => layoutColumns(words, zone, open), [words, zone, open]);
  return (
    <Sheet label={words.t("processing.layouts.title")}>
      <Answer query={query}>
        {({ rows, of }) =>
          of === 0 ? (
            <EmptyState title={words.t("layouts.empty")} why={words.t("layouts.empty.help")} />
          ) : (
            <>
              <SortedTable
                columns={columns}
                rows={rows}
                rowId={(row) => String(row.id)}
                caption={words.t("processing.layouts.title")}
                sort={{ id: "name", desc: false }}
                isPart={of > PAGE}
              />
              <Pager part={{ from: page * PAGE, to: page * PAGE + rows.length }} of={of} size={PAGE} go={setPage} />
            </>
          )
        }
      </Answer>
    </Sheet>
  );
}

function layoutColumns(words: Words, zone: string, open: (layoutId: number) => void): Columns<LayoutRow> {
  return [
    {
      accessorKey: "name",
      meta: { label: words.t("layouts.column.name") },
      header: words.t("layouts.column.name"),
      cell: ({ row: { original: layout } }) => (
        <button
          type="button"
          className="min-h-6 max-w-72 truncate font-semibold text-pine underline-offset-3 hover:underline"
          onClick={() => open(layout.id)}
        >
          {layout.name}
        </button>
      ),
    },
    {
      accessorKey: "kind",
      meta: { label: words.t("layouts.column.kind") },
      header: words.t("layouts.column.kind"),
      cell: ({ row }) => words.known(`layouts.kind.${row.original.kind}`) ?? row.original.kind,
    },
    {
      accessorKey: "version",
      meta: { label: words.t("layouts.column.version"), look: "right" },
      header: words.t("layouts.column.version"),
      cell: ({ row }) => words.number(row.original.version),
    },
    {
      id: "saved",
      accessorFn: (row) => row.madeAt.getTime(),
      meta: { label: words.t("layouts.column.saved"), look: "mono" },
      header: words.t("layouts.column.saved"),
      cell: ({ row }) => shortTime(row.original.madeAt, zone),
    },
    {
      accessorKey: "madeByName",
      meta: { label: words.t("layouts.column.by"), look: "soft" },
      header: words.t("layouts.column.by"),
    },
    {
      accessorKey: "sources",
      meta: { label: words.t("layouts.column.sources"), look: "right" },
      header: words.t("layouts.column.sources"),
      cell: ({ row }) => words.number(row.original.sources),
    },
  ];
}
