"use client";
import { useState } from "react";
import { Sheet } from "../../_ui/sheet.tsx";
import { Failed, FilteredOut, Loading, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ErasePanel } from "./erase-panel.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { activeFilters } from "./filters.ts";
import { HitTable } from "./hit-table.tsx";
import { ResultBar } from "./result-bar.tsx";
import { type Asked, type SearchAnswer, useForgetHits, useSearch, type View } from "./use-search.ts";
import { type Chosen, useChoice } from "./use-choice.ts";
import { useHitTable } from "./use-hit-table.ts";

interface ResultsProps {
  readonly asked: Asked;
  readonly first: SearchAnswer;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly stale: boolean;
}

/** What was found: bar, table, paging, and beside it the panel of what is done with it. */
export function Results({ asked, first, view, setView, stale }: ResultsProps) {
  const words = useWords();
  const [pages, setPages] = useState<readonly string[]>([]);
  const [panel, setPanel] = useState<"export" | "erase" | null>(null);
  const before = pages.at(-1) ?? null;
  const later = useSearch(before === null ? null : asked, view, before);
  const answer = before === null ? first : later.data;
  const choice = useChoice(asked, view, first);
  const forget = useForgetHits();
  const table = useHitTable(answer?.hits ?? NO_HITS, choice);
  const changeView = (next: View) => {
    setPages([]);
    choice.clear();
    setPanel(null);
    setView(next);
  };
  const close = () => setPanel(null);
  const cursor = answer?.next ?? null;
  return (
    <div className={`grid items-start gap-4 ${panel === null ? "" : "lg:grid-cols-[minmax(0,1fr)_320px]"}`}>
      <Sheet label={words.t("data.hits")}>
        <ResultBar
          table={table}
          counts={first.counts}
          view={view}
          setView={changeView}
          chosen={choice.chosen}
          open={setPanel}
        />
        <ChosenLine choice={choice} first={first} view={view} onPage={answer?.hits.length ?? 0} />
        {later.isError && before !== null ? (
          <Failed error={later.error} retry={() => void later.refetch()} />
        ) : answer === undefined ? (
          <Loading />
        ) : answer.hits.length === 0 ? (
          <Nothing view={view} clear={() => changeView({ ...view, filters: {}, tier: null })} />
        ) : (
          <div className={stale || later.isPlaceholderData ? "opacity-60" : ""}>
            <HitTable table={table} />
          </div>
        )}
        <Foot
          answer={answer}
          start={pages.length * view.limit}
          total={first.counts}
          limit={view.limit}
          setLimit={(limit) => changeView({ ...view, limit })}
          previous={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : null}
          next={cursor === null ? null : () => setPages([...pages, cursor])}
        />
      </Sheet>
      {panel === "export" ? <ExportPanel choice={choice} close={close} /> : null}
      {panel === "erase" ? (
        <ErasePanel choice={choice} close={close} erased={forget} about={first.read.display} />
      ) : null}
    </div>
  );
}

const NO_HITS: SearchAnswer["hits"] = [];

function Nothing({ view, clear }: { view: View; clear: () => void }) {
  const words = useWords();
  if (activeFilters(view.filters) > 0 || view.tier !== null) return <FilteredOut clear={clear} />;
  return <Said title={words.t("data.nothing")}>{words.t("data.nothing.help")}</Said>;
}

/** Says what the buttons will act on, and offers all that match when a whole page is chosen. */
function ChosenLine({
  choice,
  first,
  view,
  onPage,
}: {
  choice: Chosen;
  first: SearchAnswer;
  view: View;
  onPage: number;
}) {
  const words = useWords();
  const tier = view.tier ?? "exact";
  const all = first.counts?.byTier[tier] ?? 0;
  if (choice.chosen === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-pine-soft px-3 py-2 text-pine"
    >
      <span>
        {choice.all
          ? words.t("data.chosen.all", { count: choice.chosen })
          : words.t("data.chosen", { count: choice.chosen })}
      </span>
      {!choice.all && all > choice.chosen && choice.chosen >= Math.min(onPage, all) ? (
        <button type="button" className="font-semibold underline underline-offset-3" onClick={choice.chooseAll}>
          {words.t(`data.chooseAll.${tier}`, { count: all })}
        </button>
      ) : null}
      <button type="button" className="font-semibold underline underline-offset-3" onClick={choice.clear}>
        {words.t("data.chooseNone")}
      </button>
    </div>
  );
}

interface FootProps {
  readonly answer: SearchAnswer | undefined;
  readonly start: number;
  readonly total: SearchAnswer["counts"];
  readonly limit: number;
  readonly setLimit: (limit: number) => void;
  readonly previous: (() => void) | null;
  readonly next: (() => void) | null;
}

function Foot({ answer, start, total, limit, setLimit, previous, next }: FootProps) {
  const words = useWords();
  const shown = answer?.hits.length ?? 0;
  if (shown === 0 && previous === null) return null;
  const STEP =
    "min-h-8 rounded-md px-2 font-semibold text-pine hover:bg-pine-soft disabled:text-ink-3 disabled:hover:bg-transparent";
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2 text-ink-2">
      <span>
        {words.t("data.range", {
          from: start + 1,
          to: start + shown,
          total: total === null ? "" : `${words.number(total.total)}${total.capped ? "+" : ""}`,
        })}
      </span>
      <span className="flex items-center gap-2">
        <label className="flex items-center gap-1.5">
          <span>{words.t("data.perPage")}</span>
          <select
            className="min-h-8 rounded-md border border-edge bg-sheet px-1"
            value={limit}
            onChange={(event) => setLimit(Number(event.target.value))}
          >
            {[25, 50, 100, 200].map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <button type="button" className={STEP} disabled={previous === null} onClick={previous ?? undefined}>
          ‹ {words.t("data.previous")}
        </button>
        <button type="button" className={STEP} disabled={next === null} onClick={next ?? undefined}>
          {words.t("data.next")} ›
        </button>
      </span>
    </div>
  );
}
