"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState, FilteredOut } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { RevealScope } from "../../data/reveal-scope.tsx";
import { AgainWorks } from "./again-works.tsx";
import { DayPanel } from "./day-panel.tsx";
import { DaysTable } from "./days-table.tsx";
import { SourceLines } from "./source-lines.tsx";
import { keyOf, type UndefinedView } from "./views.ts";

const LIVE_MS = 10_000;

export function UndefinedPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("processing.undefined.title")} lead={words.t("undefined.lead")} permission="source.see">
      <RevealScope search="undefined">
        <Lines />
      </RevealScope>
    </GuardedPage>
  );
}

function Lines() {
  const words = useWords();
  const query = useQuery({
    queryKey: ["undefined"],
    queryFn: () => api.undefined.show.query(),
    refetchInterval: LIVE_MS,
  });
  return (
    <Answer query={query}>
      {(view) =>
        view.days.length === 0 ? (
          <div className="grid gap-4">
            <Sheet label={words.t("processing.undefined.title")}>
              <EmptyState title={words.t("undefined.empty")} why={words.t("undefined.empty.help")} />
            </Sheet>
            <AgainWorks view={view} changed={() => void query.refetch()} />
          </div>
        ) : (
          <Days view={view} changed={() => void query.refetch()} />
        )
      }
    </Answer>
  );
}

function Days({ view, changed }: { view: UndefinedView; changed: () => void }) {
  const words = useWords();
  const [source, setSource] = useLinkedSource();
  const [chosen, setChosen] = useState<string | null>(null);
  const days = source === null ? view.days : view.days.filter((day) => day.sourceId === source);
  const open = days.find((day) => keyOf(day) === chosen);
  return (
    <div className="grid gap-4">
      <SourceLines view={view} chosen={source} choose={setSource} />
      <div className={`grid items-start gap-4 ${open ? "xl:grid-cols-[minmax(0,1fr)_minmax(0,520px)]" : ""}`}>
        <Sheet title={words.t("undefined.days")}>
          {days.length === 0 ? (
            <FilteredOut clear={() => setSource(null)} />
          ) : (
            <DaysTable view={view} days={days} chosen={open === undefined ? null : keyOf(open)} open={setChosen} />
          )}
          {view.more ? (
            <p className="border-t border-line px-3.5 py-2 text-ink-2">{words.t("undefined.more")}</p>
          ) : null}
        </Sheet>
        {open === undefined ? null : (
          <DayPanel key={keyOf(open)} view={view} day={open} close={() => setChosen(null)} changed={changed} />
        )}
      </div>
      <AgainWorks view={view} changed={changed} />
    </div>
  );
}

/** Which source is looked at stands in the address, by its number alone, so that other pages can lead to it. */
function useLinkedSource() {
  const asked = useSearchParams().get("source");
  const source = asked !== null && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  const setSource = useCallback((next: number | null) => {
    const path = "/processing/undefined";
    globalThis.history.replaceState(null, "", next === null ? path : `${path}?source=${next}`);
  }, []);
  return [source, setSource] as const;
}
