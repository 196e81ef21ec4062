"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../_trpc/client.ts";
import { bytes } from "../../_ui/bytes.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { type ExportView, ExportState, isRunning } from "./export-progress.tsx";

const QUICK = 1_000;
const SLOW = 15_000;

export function ExportsPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("exports.title")} lead={words.t("exports.lead")} permission="data.export">
      <ExportList />
    </GuardedPage>
  );
}

function ExportList() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["exports"],
    queryFn: () => api.exports.list.query(),
    refetchInterval: (now) => (now.state.data?.some((view) => isRunning(view.state)) === true ? QUICK : SLOW),
  });
  const refetch = query.refetch;
  const columns = useMemo(() => exportColumns(words, zone, () => void refetch()), [words, zone, refetch]);
  return (
    <Sheet label={words.t("exports.title")}>
      <Answer query={query}>
        {(list) =>
          list.length === 0 ? (
            <Said title={words.t("exports.empty")}>{words.t("exports.empty.help")}</Said>
          ) : (
            <SortedTable
              columns={columns}
              rows={list}
              rowId={(view) => view.exportId}
              caption={words.t("exports.title")}
              sort={{ id: "requested", desc: true }}
            />
          )
        }
      </Answer>
    </Sheet>
  );
}

function exportColumns(words: Words, zone: string, changed: () => void): Columns<ExportView> {
  return [
    {
      id: "requested",
      accessorFn: (view) => view.requestedAt.getTime(),
      meta: { label: words.t("exports.column.requested"), look: "mono" },
      header: words.t("exports.column.requested"),
      cell: ({ row }) => shortTime(row.original.requestedAt, zone),
    },
    { accessorKey: "requestedBy", meta: { label: words.t("exports.column.by") }, header: words.t("exports.column.by") },
    {
      accessorKey: "format",
      meta: { label: words.t("exports.column.format") },
      header: words.t("exports.column.format"),
      cell: ({ row }) => words.t(`export.format.${row.original.format}`),
    },
    {
      accessorKey: "rowsTotal",
      meta: { label: words.t("exports.column.rows"), look: "right" },
      header: words.t("exports.column.rows"),
      cell: ({ row }) => words.number(row.original.rowsTotal),
    },
    {
      id: "bytes",
      accessorFn: (view) => view.bytes ?? 0,
      meta: { label: words.t("exports.column.size"), look: "right" },
      header: words.t("exports.column.size"),
      cell: ({ row }) => (row.original.bytes === null ? "" : bytes(row.original.bytes, words)),
    },
    {
      id: "state",
      accessorFn: (view) => view.state,
      enableSorting: false,
      meta: { label: words.t("exports.column.state") },
      header: words.t("exports.column.state"),
      cell: ({ row }) => (
        <div className="min-w-64 py-1.5 text-left whitespace-normal">
          <ExportState view={row.original} changed={changed} />
        </div>
      ),
    },
  ];
}
