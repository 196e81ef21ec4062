"use client";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { Chip, SetChip } from "./chip.tsx";
import { FilterRow } from "./filter-row.tsx";
import { setFilters } from "./filters.ts";
import type { Counts, Tier, View } from "./use-search.ts";

interface ResultBarProps {
  readonly counts: Counts | null;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly chosen: number;
  readonly open: (panel: "export" | "erase" | "keep" | "mark") => void;
  readonly children: ReactNode;
}

const TIERS: readonly Tier[] = ["exact", "digits", "possible"];

/** How sure, what is filtered, and what can be done with it. What narrows the list always shows. */
export function ResultBar({ counts, view, setView, chosen, open, children }: ResultBarProps) {
  const words = useWords();
  const id = useId();
  const [filtering, setFiltering] = useState(false);
  const mayExport = useMay("data.export");
  const mayErase = useMay("data.erase");
  const mayKeep = useMay("hold.change");
  const mayMark = useMay("nature.mark");
  const set = setFilters(view, words, counts);
  const anything = (counts?.total ?? 0) > 0;
  const label = (action: "export" | "erase") =>
    chosen > 0 ? words.t(`data.${action}.some`, { count: chosen }) : words.t(`data.${action}.all`);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <Tiers counts={counts} view={view} setView={setView} />
        {set.map(({ key, label: name, value, without }) => (
          <SetChip key={key} label={name} value={value} clear={() => setView(without)} />
        ))}
        <Button aria-expanded={filtering} aria-controls={id} onClick={() => setFiltering(!filtering)}>
          {words.t(filtering ? "data.filters.close" : "data.filters")}
        </Button>
        {set.length > 1 ? (
          <Button kind="plain" onClick={() => setView({ ...view, filters: {} })}>
            {words.t("state.clearFilters")}
          </Button>
        ) : null}
        <span className="ml-auto flex flex-wrap gap-2">
          {children}
          {mayExport ? (
            <Button disabled={!anything} onClick={() => open("export")}>
              {label("export")}
            </Button>
          ) : null}
          {mayMark && chosen > 0 ? (
            <Button onClick={() => open("mark")}>{words.t("sorted.mark.some", { count: chosen })}</Button>
          ) : null}
          {mayKeep ? (
            <Button disabled={!anything} onClick={() => open("keep")}>
              {chosen > 0 ? words.t("holds.keep.some", { count: chosen }) : words.t("holds.keep.all")}
            </Button>
          ) : null}
          {mayErase ? (
            <Button kind="danger-line" disabled={!anything} onClick={() => open("erase")}>
              {label("erase")}
            </Button>
          ) : null}
        </span>
      </div>
      {filtering ? (
        <FilterRow id={id} filters={view.filters} change={(filters) => setView({ ...view, filters })} counts={counts} />
      ) : null}
    </>
  );
}

function Tiers({ counts, view, setView }: Pick<ResultBarProps, "counts" | "view" | "setView">) {
  const words = useWords();
  const known = TIERS.filter((tier) => (counts?.byTier[tier] ?? 0) > 0 || view.tier === tier);
  // Of one tier alone there is nothing to choose; its count stands there all the same.
  const all = known.length > 1 || view.tier !== null;
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{words.t("data.tier")}</legend>
      {all ? (
        <Chip on={view.tier === null} press={() => setView({ ...view, tier: null })} word={words.t("data.tier.all")} />
      ) : null}
      {known.map((tier) => (
        <Chip
          key={tier}
          on={view.tier === tier || !all}
          press={() => setView({ ...view, tier: all && view.tier !== tier ? tier : null })}
          word={words.t(`data.tier.${tier}`)}
          count={counts?.byTier[tier] ?? 0}
        />
      ))}
    </fieldset>
  );
}
