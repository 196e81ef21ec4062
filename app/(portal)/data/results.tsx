"use client";
import { type ReactNode, useState } from "react";
import { turnOn } from "../../_ui/pages.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { Failed, FilteredOut, Loading, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { ChosenLine } from "./chosen-line.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { ErasePanel } from "./erase-panel.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { activeFilters } from "./filters.ts";
import { Foot } from "./foot.tsx";
import { HitTable } from "./hit-table.tsx";
import { KeepPanel } from "./keep-panel.tsx";
import { MarkPanel } from "./mark-form.tsx";
import { ResultBar } from "./result-bar.tsx";
import { RowDetails } from "./row-details.tsx";
import { type Asked, type SearchAnswer, useForgetHits, useSearch, type View } from "./use-search.ts";
import { useChoice } from "./use-choice.ts";
import { useHitTable } from "./use-hit-table.ts";
import type { ColumnId, Views } from "./use-views.ts";

interface ResultsProps {
  readonly asked: Asked;
  readonly first: SearchAnswer;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly stale: boolean;
  readonly views: Views;
  readonly columns: readonly ColumnId[];
  readonly menu: ReactNode;
}

type OpenPanel = "export" | "erase" | "keep" | "mark" | { readonly hitId: string } | null;

/** What was found: bar, table, paging, and beside it the panel of what is done with it. */
export function Results({ asked, first, view, setView, stale, views, columns, menu }: ResultsProps) {
  const [pages, setPages] = useState<readonly string[]>([]);
  const [panel, setPanel] = useState<OpenPanel>(null);
  const cursor = pages.at(-1) ?? null;
  const later = useSearch(cursor === null ? null : asked, view, cursor);
  const answer = cursor === null ? first : later.data;
  const hits = answer?.hits ?? NO_HITS;
  const choice = useChoice(asked, view);
  const forget = useForgetHits();
  const changeView = (next: View) => {
    setPages([]);
    choice.clear();
    setPanel(null);
    setView(next);
  };
  const open = (hitId: string) => setPanel({ hitId });
  const close = () => setPanel(null);
  const setSort = (sort: View["sort"]) => {
    setPages([]);
    setView({ ...view, sort });
  };
  const dateOnly = first.counts?.capped === true;
  const table = useHitTable({ hits, choice, columns, sort: view.sort, setSort, dateOnly, open });
  const shown = typeof panel === "object" && panel !== null ? hits.find((hit) => hit.hitId === panel.hitId) : undefined;
  const beside = typeof panel === "string" || shown !== undefined;
  const next = answer?.next ?? null;
  return (
    <div className={`grid items-start gap-4 ${beside ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
      <Sheet label={useWords().t("data.hits")}>
        <ResultBar counts={first.counts} view={view} setView={changeView} chosen={choice.chosen} open={setPanel}>
          {menu}
          <ColumnsMenu columns={columns} look={views.look} setLook={views.setLook} />
        </ResultBar>
        <ChosenLine choice={choice} counts={first.counts} tier={view.tier} onPage={hits.length} />
        {later.isError && cursor !== null ? (
          <Failed error={later.error} retry={() => void later.refetch()} />
        ) : answer === undefined ? (
          <Loading />
        ) : hits.length === 0 ? (
          <Nothing
            view={view}
            restricted={!first.restricted.shown && first.restricted.calls > 0}
            clear={() => changeView({ ...view, filters: {}, tier: null })}
          />
        ) : (
          <div className={stale || later.isPlaceholderData ? "opacity-60" : ""}>
            <HitTable
              table={table}
              hits={hits}
              choice={choice}
              sort={view.sort}
              dense={views.look.density === "dense"}
              open={open}
              leave={close}
            />
          </div>
        )}
        <Foot
          shown={hits.length}
          start={pages.length * view.limit}
          counts={first.counts}
          limit={view.limit}
          setLimit={(limit) => changeView({ ...view, limit })}
          previous={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : null}
          next={next === null ? null : () => setPages(turnOn(pages, next))}
        />
      </Sheet>
      {panel === "export" ? <ExportPanel choice={choice} close={close} /> : null}
      {panel === "erase" ? (
        <ErasePanel choice={choice} close={close} erased={forget} about={first.read.display} />
      ) : null}
      {panel === "keep" ? <KeepPanel choice={choice} close={close} kept={forget} /> : null}
      {panel === "mark" ? <MarkPanel choice={choice} close={close} marked={forget} /> : null}
      {shown === undefined ? null : <RowDetails key={shown.hitId} hit={shown} close={close} corrected={forget} />}
    </div>
  );
}

const NO_HITS: SearchAnswer["hits"] = [];

/** The line above the list tells how many calls are restricted; nothing may then say that none are stored. */
function Nothing({ view, restricted, clear }: { view: View; restricted: boolean; clear: () => void }) {
  const words = useWords();
  if (restricted) return <Said title={words.t("data.restricted")}>{words.t("data.restricted.help")}</Said>;
  if (activeFilters(view.filters) > 0 || view.tier !== null) return <FilteredOut clear={clear} />;
  return <Said title={words.t("data.nothing")}>{words.t("data.nothing.help")}</Said>;
}
