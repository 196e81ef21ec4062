"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState, FilteredOut } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { anyState, SourceFilter, type SourceFilters, wanted } from "./source-filter.tsx";
import { SourceTable } from "./source-table.tsx";
import { TransferLog } from "./transfer-log.tsx";

export type SourceView = inferRouterOutputs<AppRouter>["sources"]["list"][number];

const LIVE_MS = 5_000;
/** From so many sources on one looks for them. */
const MANY = 10;

export function SourcesPage() {
  const words = useWords();
  const router = useRouter();
  const mayChange = useMay("source.change");
  const actions = mayChange ? (
    <>
      <Button onClick={() => router.push("/sources/edges")}>{words.t("edges.open")}</Button>
      <Button kind="main" onClick={() => router.push("/sources/new")}>
        {words.t("sources.add")}
      </Button>
    </>
  ) : null;
  return (
    <GuardedPage
      title={words.t("sources.title")}
      lead={words.t("sources.lead")}
      permission="source.see"
      actions={actions}
    >
      <Sources />
    </GuardedPage>
  );
}

function Sources() {
  const words = useWords();
  const [filters, setFilters] = useState<SourceFilters>(anyState);
  const query = useQuery({ queryKey: ["sources"], queryFn: () => api.sources.list.query(), refetchInterval: LIVE_MS });
  const rows = useMemo(() => wanted(query.data ?? NO_SOURCES, filters), [query.data, filters]);
  return (
    <div className="grid gap-4">
      <Sheet label={words.t("sources.title")}>
        <Answer query={query}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={words.t("sources.empty")} why={words.t("sources.empty.help")} />
            ) : (
              <>
                {list.length >= MANY ? <SourceFilter filters={filters} change={setFilters} /> : null}
                {rows.length === 0 ? (
                  <FilteredOut clear={() => setFilters(anyState)} />
                ) : (
                  <SourceTable sources={rows} />
                )}
              </>
            )
          }
        </Answer>
      </Sheet>
      <TransferLog sources={query.data ?? NO_SOURCES} />
    </div>
  );
}

const NO_SOURCES: readonly SourceView[] = [];
