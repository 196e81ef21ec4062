"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { Accounted } from "./accounted.tsx";
import { AlarmHistory } from "./alarm-history.tsx";
import { Collections } from "./collections.tsx";
import { DayPlot } from "./day-plot.tsx";
import { Guards } from "./guards.tsx";
import { lastDays, type Period, PeriodForm } from "./period-form.tsx";
import { SourcesTable } from "./sources-table.tsx";

export type Statistics = inferRouterOutputs<AppRouter>["statistics"]["show"];

const LIVE_MS = 15_000;

export function StatisticsPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("processing.statistics.title")}
      lead={words.t("processing.statistics.lead")}
      permission="processing.see"
    >
      <StatisticsOf />
    </GuardedPage>
  );
}

function StatisticsOf() {
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [period, setPeriod] = useState<Period>(() => lastDays(14, zone));
  const [sourceId, setSourceId] = useLinkedSource();
  const input = { from: period.from, to: period.to, ...(sourceId === null ? {} : { sourceId }) };
  const query = useQuery({
    queryKey: ["statistics", input],
    queryFn: () => api.statistics.show.query(input),
    refetchInterval: LIVE_MS,
  });
  const name = query.data?.sources.find((source) => source.sourceId === sourceId)?.name ?? null;
  return (
    <div className="grid gap-4">
      <PeriodForm period={period} zone={zone} change={setPeriod} input={input} />
      {sourceId === null ? null : <OneSource sourceId={sourceId} name={name} back={() => setSourceId(null)} />}
      <Answer query={query}>
        {(view) => <Found view={view} period={period} sourceId={sourceId} open={setSourceId} />}
      </Answer>
      {sourceId === null ? null : <Collections key={sourceId} sourceId={sourceId} />}
      <Guards sourceId={sourceId} />
      <Guards sourceId={sourceId} kind="collected" />
      {sourceId === null ? <AlarmHistory /> : null}
    </div>
  );
}

interface FoundProps {
  readonly view: Statistics;
  readonly period: Period;
  readonly sourceId: number | null;
  readonly open: (sourceId: number) => void;
}

function Found({ view, period, sourceId, open }: FoundProps) {
  const words = useWords();
  if (view.total.frames === 0)
    return (
      <Sheet label={words.t("processing.statistics.title")}>
        <EmptyState title={words.t("statistics.empty")} why={words.t("statistics.empty.help")} />
      </Sheet>
    );
  return (
    <>
      <Accounted total={view.total} />
      <DayPlot days={view.days} period={period} />
      {sourceId === null ? <SourcesTable sources={view.sources} open={open} /> : null}
    </>
  );
}

function OneSource({ sourceId, name, back }: { sourceId: number; name: string | null; back: () => void }) {
  const words = useWords();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <h2 className="mr-auto">{words.t("statistics.source", { name: name ?? String(sourceId) })}</h2>
      <Button onClick={back}>{words.t("statistics.allSources")}</Button>
    </div>
  );
}

/** Which source is looked at stands in the address, by its number alone, so that it can be linked to. */
function useLinkedSource() {
  const asked = useSearchParams().get("source");
  const sourceId = asked !== null && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  const setSourceId = useCallback((next: number | null) => {
    globalThis.history.pushState(null, "", next === null ? "/processing" : `/processing?source=${next}`);
  }, []);
  return [sourceId, setSourceId] as const;
}
