"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { EmptyState, Failed, Loading } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { localTime } from "./local-time.ts";

type Company = inferRouterOutputs<AppRouter>["overview"]["companies"]["companies"][number];

/** For a reseller: how the sources of the own companies fare, and nothing of the machine. */
export function CompanySources() {
  const words = useWords();
  const query = useInfiniteQuery({
    queryKey: ["maintenance", "companies"],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => api.overview.companies.query(pageParam === 0 ? {} : { after: pageParam }),
    getNextPageParam: (last) => last.next,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.companies) ?? [], [query.data]);
  const columns = useMemo(() => companyColumns(words), [words]);
  const title = words.t("health.companies.title");
  return (
    <Sheet label={title}>
      {query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState title={words.t("health.companies.none")} why={words.t("health.companies.none.help")} />
      ) : (
        <SortedTable columns={columns} rows={rows} rowId={(row) => String(row.id)} caption={title} drawsAll />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.t("health.companies.more")}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

function companyColumns(words: Words): Columns<Company> {
  const head = (id: "company" | "running" | "last" | "alarms") => ({
    id,
    enableSorting: false,
    meta: { label: words.t(`health.companies.${id}`), ...(id === "last" ? { look: "mono" as const } : {}) },
    header: words.t(`health.companies.${id}`),
  });
  return [
    { ...head("company"), cell: ({ row }) => row.original.name },
    {
      ...head("running"),
      cell: ({ row: { original: row } }) => words.t("health.companies.of", { running: row.running, all: row.sources }),
    },
    {
      ...head("last"),
      cell: ({ row }) => (row.original.lastAt === null ? "–" : localTime(row.original.lastAt)),
    },
    {
      ...head("alarms"),
      cell: ({ row: { original: row } }) =>
        row.bad > 0 ? (
          <Tag tone="bad">{words.number(row.bad + row.warnings)}</Tag>
        ) : row.warnings > 0 ? (
          <Tag tone="warn">{words.number(row.warnings)}</Tag>
        ) : (
          <Tag tone="ok">{words.t("health.state.ok")}</Tag>
        ),
    },
  ];
}
