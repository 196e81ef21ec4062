"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";

type CertificateView = inferRouterOutputs<AppRouter>["certificates"]["list"]["certificates"][number];

const PAGE = 25;
const SLOW = 30_000;

/** The certificates, newest first, a page at a time. */
export function CertificateList() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useInfiniteQuery({
    queryKey: ["certificates"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      api.certificates.list.query({ limit: PAGE, ...(pageParam === "" ? {} : { cursor: pageParam }) }),
    getNextPageParam: (page) => page.next,
    refetchInterval: SLOW,
  });
  const list = query.data?.pages.flatMap((page) => page.certificates) ?? [];
  const columns = useMemo(() => certificateColumns(words, zone), [words, zone]);
  return (
    <Sheet label={words.t("certificates.title")}>
      <Answer query={query}>
        {() =>
          list.length === 0 ? (
            <EmptyState title={words.t("certificates.empty")} why={words.t("certificates.empty.help")} />
          ) : (
            <SortedTable
              columns={columns}
              rows={list}
              rowId={(view) => view.certificateId}
              caption={words.t("certificates.title")}
              sort={{ id: "issued", desc: true }}
              drawsAll
            />
          )
        }
      </Answer>
      {query.hasNextPage ? (
        <div className="border-t border-line px-3 py-2">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("certificates.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

const OUTCOME_TONES = { complete: "ok", partial: "warn", refused: "bad" } as const;

function certificateColumns(words: Words, zone: string): Columns<CertificateView> {
  return [
    {
      id: "issued",
      accessorFn: (view) => view.issuedAt.getTime(),
      meta: { label: words.t("certificates.column.issued"), look: "mono" },
      header: words.t("certificates.column.issued"),
      cell: ({ row }) => shortTime(row.original.issuedAt, zone),
    },
    {
      accessorKey: "outcome",
      meta: { label: words.t("certificates.column.outcome") },
      header: words.t("certificates.column.outcome"),
      cell: ({ row }) => (
        <Tag tone={OUTCOME_TONES[row.original.outcome]}>{words.t(`certificate.outcome.${row.original.outcome}`)}</Tag>
      ),
    },
    {
      id: "reason",
      accessorFn: (view) => view.statement.reason,
      meta: { label: words.t("certificates.column.reason") },
      header: words.t("certificates.column.reason"),
    },
    {
      id: "rows",
      accessorFn: (view) => view.statement.deleted.calls,
      meta: { label: words.t("certificates.column.rows"), look: "right" },
      header: words.t("certificates.column.rows"),
      cell: ({ row }) => words.number(row.original.statement.deleted.calls),
    },
    {
      id: "by",
      accessorFn: (view) => view.statement.requestedBy,
      meta: { label: words.t("certificates.column.by"), look: "soft" },
      header: words.t("certificates.column.by"),
    },
    {
      id: "open",
      enableSorting: false,
      meta: { label: words.t("certificates.column.id") },
      header: words.t("certificates.column.id"),
      cell: ({ row }) => (
        <Link
          className="font-mono text-[13px] text-pine underline underline-offset-3"
          href={`/certificates/${row.original.certificateId}`}
        >
          {row.original.certificateId.slice(0, 8)}
        </Link>
      ),
    },
  ];
}
