"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
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
import { ErasureState, isOver } from "../data/erase-progress.tsx";
import { ErasureSetting } from "./erasure-setting.tsx";
import { WaitingErasures } from "./waiting-erasures.tsx";

type CertificateView = inferRouterOutputs<AppRouter>["certificates"]["list"][number];

const QUICK = 1_000;
const SLOW = 30_000;

export function CertificatesPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("certificates.title")} lead={words.t("certificates.lead")} permission="certificate.see">
      <div className="grid gap-4">
        <WaitingErasures />
        <UnderWay />
        <CertificateList />
        <ErasureSetting />
      </div>
    </GuardedPage>
  );
}

/** Erasures that have no certificate yet; shown only while there are some. */
function UnderWay() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["erasures"],
    queryFn: () => api.erasures.list.query(),
    refetchInterval: (now) => (now.state.data?.some((view) => !isOver(view.state)) === true ? QUICK : SLOW),
  });
  const open =
    query.data?.filter((view) => view.state !== "asked" && (!isOver(view.state) || view.state === "failed")) ?? [];
  if (open.length === 0) return null;
  return (
    <Sheet title={words.t("certificates.running")}>
      <ul>
        {open.map((view) => (
          <li
            key={view.erasureId}
            className="grid gap-2 border-b border-line p-3.5 last:border-b-0 md:grid-cols-[1fr_320px]"
          >
            <div>
              <p className="font-semibold">{view.reason}</p>
              <p className="text-ink-2">
                {view.requestedBy}, {shortTime(view.requestedAt, zone)}
              </p>
            </div>
            <ErasureState view={view} changed={() => void query.refetch()} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function CertificateList() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["certificates"],
    queryFn: () => api.certificates.list.query(),
    refetchInterval: SLOW,
  });
  const columns = useMemo(() => certificateColumns(words, zone), [words, zone]);
  return (
    <Sheet label={words.t("certificates.title")}>
      <Answer query={query}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={words.t("certificates.empty")} why={words.t("certificates.empty.help")} />
          ) : (
            <SortedTable
              columns={columns}
              rows={list}
              rowId={(view) => view.certificateId}
              caption={words.t("certificates.title")}
              sort={{ id: "issued", desc: true }}
            />
          )
        }
      </Answer>
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
