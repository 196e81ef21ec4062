"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { SelectField } from "../../_ui/field.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Failed, FilteredOut, Loading, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { clockTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";

type AuditView = inferRouterOutputs<AppRouter>["audit"]["list"]["rows"][number];

const KINDS = ["data", "retention", "source", "people", "session"] as const;
const PAGE = 100;

export function AuditPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("audit.title")} lead={words.t("audit.lead")} permission="audit.see">
      <Audit />
    </GuardedPage>
  );
}

function Audit() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [kind, setKind] = useState<(typeof KINDS)[number] | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["audit", kind],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.audit.list.query({
        limit: PAGE,
        ...(pageParam === 0 ? {} : { before: pageParam }),
        ...(kind === null ? {} : { action: `${kind}.` }),
      }),
    getNextPageParam: (last) => last.next,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const columns = useMemo(() => auditColumns(words, zone), [words, zone]);
  return (
    <Sheet label={words.t("audit.title")}>
      <div className="max-w-60 border-b border-line p-3">
        <SelectField
          id="audit-kind"
          label={words.t("audit.filter")}
          value={kind ?? ""}
          onChange={(event) => setKind(KINDS.find((known) => known === event.target.value) ?? null)}
        >
          <option value="">{words.t("audit.filter.all")}</option>
          {KINDS.map((known) => (
            <option key={known} value={known}>
              {words.t(`audit.filter.${known}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading />
      ) : rows.length > 0 ? (
        <SortedTable columns={columns} rows={rows} rowId={(row) => String(row.seq)} caption={words.t("audit.title")} />
      ) : kind === null ? (
        <Said title={words.t("audit.empty")}>{words.t("audit.empty.help")}</Said>
      ) : (
        <FilteredOut clear={() => setKind(null)} />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("audit.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

function auditColumns(words: Words, zone: string): Columns<AuditView> {
  return [
    {
      id: "at",
      enableSorting: false,
      meta: { label: words.t("audit.column.at"), look: "mono" },
      header: words.t("audit.column.at"),
      cell: ({ row }) => clockTime(row.original.at, zone),
    },
    {
      id: "actor",
      enableSorting: false,
      accessorFn: (row) => row.actor,
      meta: { label: words.t("audit.column.actor") },
      header: words.t("audit.column.actor"),
    },
    {
      id: "action",
      enableSorting: false,
      meta: { label: words.t("audit.column.action") },
      header: words.t("audit.column.action"),
      cell: ({ row }) => words.known(`audit.action.${row.original.action}`) ?? row.original.action,
    },
    {
      id: "about",
      enableSorting: false,
      meta: { label: words.t("audit.column.about"), look: "mono" },
      header: words.t("audit.column.about"),
      cell: ({ row: { original: row } }) =>
        row.about === "erased" ? (
          <span className="border-b border-dashed border-line-strong text-ink-3">{words.t("audit.erased")}</span>
        ) : (
          row.about
        ),
    },
    {
      id: "purpose",
      enableSorting: false,
      accessorFn: (row) => row.purpose ?? "",
      meta: { label: words.t("audit.column.purpose") },
      header: words.t("audit.column.purpose"),
    },
    {
      id: "detail",
      enableSorting: false,
      meta: { label: words.t("audit.column.detail"), look: "soft" },
      header: words.t("audit.column.detail"),
      cell: ({ row }) => (
        <span className="block max-w-96 truncate text-[12.5px]">{detailText(row.original.detail)}</span>
      ),
    },
  ];
}

/** Counts and codes, as they were written down. */
function detailText(detail: AuditView["detail"]): string {
  return Object.entries(detail)
    .filter(([name, value]) => name !== "via" && value !== null && !UUID.test(String(value)))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
