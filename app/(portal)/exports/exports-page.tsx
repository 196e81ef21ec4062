"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { bytes } from "../../_ui/bytes.ts";
import { Button } from "../../_ui/button.tsx";
import { turnOn } from "../../_ui/pages.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { ExportState, type ExportView, isRunning } from "./export-progress.tsx";

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

/** The pages that were left for older ones, so that the way back needs no question. */
function usePages() {
  const [passed, setPassed] = useState<readonly string[]>([]);
  return {
    after: passed.at(-1),
    newer: passed.length === 0 ? null : () => setPassed(passed.slice(0, -1)),
    older: (next: string | null) => setPassed(turnOn(passed, next)),
  };
}

function ExportList() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const { after, newer, older } = usePages();
  const query = useQuery({
    queryKey: ["exports", "page", after ?? ""],
    queryFn: () => api.exports.list.query(after === undefined ? {} : { after }),
    placeholderData: keepPreviousData,
    refetchInterval: (now) => (now.state.data?.exports.some((view) => isRunning(view.state)) === true ? QUICK : SLOW),
  });
  const refetch = query.refetch;
  const columns = useMemo(() => exportColumns(words, zone, () => void refetch()), [words, zone, refetch]);
  return (
    <>
      <Sheet label={words.t("exports.title")}>
        <Answer query={query}>
          {({ exports, next }) =>
            exports.length === 0 && newer === null ? (
              <NoExports />
            ) : (
              <>
                <SortedTable
                  columns={columns}
                  rows={exports}
                  rowId={(view) => view.exportId}
                  caption={words.t("exports.title")}
                  sort={{ id: "requested", desc: true }}
                  isPart={newer !== null || next !== null}
                />
                {newer === null && next === null ? null : (
                  <div className="flex justify-end gap-2 border-t border-line px-3 py-2">
                    <Button disabled={newer === null} onClick={() => newer?.()}>
                      {words.t("exports.newer")}
                    </Button>
                    <Button disabled={next === null} onClick={() => older(query.isPlaceholderData ? null : next)}>
                      {words.t("exports.older")}
                    </Button>
                  </div>
                )}
              </>
            )
          }
        </Answer>
      </Sheet>
      <p className="mt-3 max-w-3xl text-[12.5px] text-ink-2">{words.t("export.once")}</p>
    </>
  );
}

function NoExports() {
  const words = useWords();
  return (
    <EmptyState
      title={words.t("exports.empty")}
      why={words.t("exports.empty.help")}
      action={
        <Link className="font-semibold text-pine underline underline-offset-3" href="/data">
          {words.t("exports.search")}
        </Link>
      }
    />
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
    {
      id: "purpose",
      accessorFn: (view) => view.purpose ?? "",
      meta: { label: words.t("exports.column.purpose") },
      header: words.t("exports.column.purpose"),
      cell: ({ row }) => (
        <span className="block max-w-56 break-words whitespace-normal">
          {row.original.purpose ?? "–"}
          {row.original.disclosure === null ? null : (
            <span className="block text-[12.5px] text-ink-2">
              {words.t("exports.disclosed.under", { reference: row.original.disclosure })}
            </span>
          )}
        </span>
      ),
    },
    {
      accessorKey: "format",
      meta: { label: words.t("exports.column.format") },
      header: words.t("exports.column.format"),
      cell: ({ row }) => <Format view={row.original} />,
    },
    {
      id: "rows",
      accessorFn: (view) => view.rowsTotal,
      meta: { label: words.t("exports.column.rows"), look: "right" },
      header: words.t("exports.column.rows"),
      cell: ({ row }) => words.number(row.original.rowsTotal - row.original.rowsGone),
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

function Format({ view }: { view: ExportView }) {
  const words = useWords();
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {words.t(`export.format.${view.format}`)}
      {view.encryption === "none" ? null : <Tag tone="ok">{words.t("exports.encrypted")}</Tag>}
      {view.disclosure === null ? null : <Tag tone="info">{words.t("exports.disclosed")}</Tag>}
      {view.otherParties === "clear" ? <Tag tone="warn">{words.t("exports.clear")}</Tag> : null}
    </span>
  );
}
