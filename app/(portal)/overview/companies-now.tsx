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
import { Failed, Loading, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";

type Health = inferRouterOutputs<AppRouter>["overview"]["companies"]["companies"][number];

const LIVE_MS = 30_000;

/** The companies of a reseller or an installation: does each bring records, and does one need somebody. */
export function CompaniesNow() {
  const words = useWords();
  const query = useInfiniteQuery({
    queryKey: ["overview", "companies"],
    queryFn: ({ pageParam }) => api.overview.companies.query(pageParam === null ? {} : { after: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: LIVE_MS,
  });
  const columns = useMemo(() => healthColumns(words), [words]);
  const rows = query.data?.pages.flatMap((page) => page.companies) ?? [];
  const total = query.data?.pages[0]?.total;
  return (
    <Sheet
      title={words.t("overview.companies")}
      actions={total === undefined ? null : <Tag>{words.number(total)}</Tag>}
    >
      {query.isPending ? (
        <Loading />
      ) : query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <NoCompanies />
      ) : (
        <SortedTable
          columns={columns}
          rows={rows}
          rowId={({ id }) => String(id)}
          caption={words.t("overview.companies")}
          sort={{ id: "name", desc: false }}
          drawsAll
        />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line px-3.5 py-2">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("overview.companies.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

function NoCompanies() {
  const words = useWords();
  return (
    <Said
      title={words.t("overview.companies.none")}
      action={
        <Link href="/companies" prefetch={false} className="font-semibold text-pine underline underline-offset-3">
          {words.t("nav.companies")}
        </Link>
      }
    >
      {words.t("overview.companies.none.help")}
    </Said>
  );
}

function healthColumns(words: Words): Columns<Health> {
  const label = (of: "company" | "state" | "sources" | "calls" | "last") => words.t(`overview.companies.${of}`);
  return [
    { id: "name", accessorKey: "name", header: label("company"), meta: { label: label("company") } },
    {
      id: "state",
      accessorFn: ({ bad, warnings }) => bad * 1_000 + warnings,
      header: label("state"),
      meta: { label: label("state") },
      cell: ({ row }) => <State health={row.original} />,
    },
    {
      id: "sources",
      accessorKey: "running",
      header: label("sources"),
      meta: { label: label("sources") },
      cell: ({ row: { original } }) =>
        words.t("overview.sources.running", { running: original.running, total: original.sources }),
    },
    {
      id: "calls",
      accessorKey: "calls",
      header: label("calls"),
      meta: { label: label("calls"), look: "right" },
      cell: ({ row }) => words.number(row.original.calls),
    },
    {
      id: "last",
      accessorFn: ({ lastAt }) => lastAt?.getTime() ?? 0,
      header: label("last"),
      meta: { label: label("last"), look: "soft" },
      cell: ({ row: { original } }) =>
        original.lastAt === null ? words.t("overview.companies.never") : ago(original.lastAt, new Date(), words),
    },
  ];
}

function State({ health: { bad, warnings } }: { health: Health }) {
  const words = useWords();
  if (bad > 0) return <Tag tone="bad">{words.t("overview.companies.bad", { count: bad })}</Tag>;
  if (warnings > 0) return <Tag tone="warn">{words.t("overview.companies.warn", { count: warnings })}</Tag>;
  return <Tag tone="ok">{words.t("overview.companies.ok")}</Tag>;
}
