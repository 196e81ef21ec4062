"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState, FilteredOut } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { dayCounts, useTransfers } from "./day-counts.ts";
import { anyState, SourceFilter, type SourceFilters, wanted } from "./source-filter.tsx";
import { SourceForm } from "./source-form.tsx";
import { SourcePanel } from "./source-panel.tsx";
import { SourceTable } from "./source-table.tsx";
import { Transfers } from "./transfers.tsx";

export type SourceView = inferRouterOutputs<AppRouter>["sources"]["list"][number];

const LIVE_MS = 5_000;
/** From so many sources on one looks for them. */
const MANY = 10;

export function SourcesPage() {
  const words = useWords();
  const mayChange = useMay("source.change");
  const [panel, setPanel] = useLinkedPanel();
  const actions = mayChange ? (
    <Button kind="main" aria-expanded={panel === "new"} onClick={() => setPanel(panel === "new" ? null : "new")}>
      {words.t("sources.add")}
    </Button>
  ) : null;
  return (
    <GuardedPage
      title={words.t("sources.title")}
      lead={words.t("sources.lead")}
      permission="source.see"
      actions={actions}
    >
      <Sources panel={panel} setPanel={setPanel} />
    </GuardedPage>
  );
}

function Sources({
  panel,
  setPanel,
}: {
  panel: number | "new" | null;
  setPanel: (next: number | "new" | null) => void;
}) {
  const words = useWords();
  const [filters, setFilters] = useState<SourceFilters>(anyState);
  const query = useQuery({ queryKey: ["sources"], queryFn: () => api.sources.list.query(), refetchInterval: LIVE_MS });
  const transfers = useTransfers();
  const counts = useMemo(() => dayCounts(transfers.data, new Date()), [transfers.data]);
  const rows = useMemo(() => wanted(query.data ?? NO_SOURCES, filters), [query.data, filters]);
  const changed = () => void query.refetch();
  const close = () => setPanel(null);
  const open = query.data?.find(({ id }) => id === panel);
  return (
    <div className="grid gap-4">
      <div className={`grid items-start gap-4 ${panel === "new" || open ? "lg:grid-cols-[minmax(0,1fr)_340px]" : ""}`}>
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
                    <SourceTable sources={rows} counts={counts} chosen={open?.id ?? null} open={setPanel} />
                  )}
                </>
              )
            }
          </Answer>
        </Sheet>
        {panel === "new" ? (
          <Panel title={words.t("sources.add")} close={close}>
            <SourceForm
              close={close}
              saved={() => {
                close();
                changed();
              }}
            />
          </Panel>
        ) : null}
        {open ? <SourcePanel key={open.id} source={open} close={close} changed={changed} /> : null}
      </div>
      <Transfers query={transfers} sources={query.data ?? NO_SOURCES} />
    </div>
  );
}

/** Which panel is open stands in the address, by the source's number alone, so that it can be linked to. */
function useLinkedPanel() {
  const asked = useSearchParams().get("panel");
  const panel = asked === "new" ? asked : asked !== null && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  const setPanel = useCallback((next: number | "new" | null) => {
    globalThis.history.replaceState(null, "", next === null ? "/sources" : `/sources?panel=${next}`);
  }, []);
  return [panel, setPanel] as const;
}

const NO_SOURCES: readonly SourceView[] = [];
