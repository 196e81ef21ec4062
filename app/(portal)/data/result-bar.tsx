"use client";
import type { ReactTable } from "@tanstack/react-table";
import { useId, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import type { Features } from "../../_ui/table.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { FilterRow } from "./filter-row.tsx";
import { activeFilters } from "./filters.ts";
import type { Hit, SearchAnswer, Tier, View } from "./use-search.ts";

interface ResultBarProps {
  readonly table: ReactTable<Features, Hit>;
  readonly counts: SearchAnswer["counts"];
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly chosen: number;
  readonly open: (panel: "export" | "erase") => void;
}

const TIERS: readonly Tier[] = ["exact", "digits", "possible"];

export function ResultBar({ table, counts, view, setView, chosen, open }: ResultBarProps) {
  const words = useWords();
  const [filtering, setFiltering] = useState(false);
  const [kept, setKept] = useState(counts);
  // The counts of all tiers stay readable while one tier is shown alone.
  if (view.tier === null && counts !== null && counts !== kept) setKept(counts);
  const mayExport = useMay("data.export");
  const mayErase = useMay("data.erase");
  const filters = activeFilters(view.filters);
  const anything = (counts?.total ?? 0) > 0;
  const label = (action: "export" | "erase") =>
    chosen > 0 ? words.t(`data.${action}.some`, { count: chosen }) : words.t(`data.${action}.all`);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">{words.t("data.tier")}</legend>
          <Chip
            on={view.tier === null}
            press={() => setView({ ...view, tier: null })}
            word={words.t("data.tier.all")}
            count={kept?.total ?? 0}
          />
          {TIERS.filter((tier) => (kept?.byTier[tier] ?? 0) > 0 || view.tier === tier).map((tier) => (
            <Chip
              key={tier}
              on={view.tier === tier}
              press={() => setView({ ...view, tier })}
              word={words.t(`data.tier.${tier}`)}
              count={kept?.byTier[tier] ?? 0}
            />
          ))}
        </fieldset>
        <Button aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>
          {filters === 0 ? words.t("data.filters") : words.t("data.filters.some", { count: filters })}
        </Button>
        <span className="ml-auto flex flex-wrap gap-2">
          <ColumnChoice table={table} />
          {mayExport ? (
            <Button disabled={!anything} onClick={() => open("export")}>
              {label("export")}
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
        <FilterRow
          filters={view.filters}
          change={(next) => setView({ ...view, filters: next })}
          bySource={counts?.bySource ?? []}
        />
      ) : null}
    </>
  );
}

function Chip({ on, press, word, count }: { on: boolean; press: () => void; word: string; count: number }) {
  const words = useWords();
  const look = on ? "border-pine bg-pine-soft text-pine" : "border-line-strong bg-sheet text-ink-2 hover:bg-sunken";
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={press}
      className={`min-h-8 rounded-md border px-2.5 text-[13px] ${look}`}
    >
      {word} <b className="font-semibold">{words.number(count)}</b>
    </button>
  );
}

function ColumnChoice({ table }: { table: ReactTable<Features, Hit> }) {
  const words = useWords();
  const id = useId();
  return (
    <span className="relative">
      <Button popoverTarget={id}>{words.t("data.columns")}</Button>
      <div id={id} popover="auto" className="popover-under rounded-lg border border-line-strong bg-sheet p-3 text-ink">
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 font-semibold">{words.t("data.columns")}</legend>
          {table
            .getAllLeafColumns()
            .filter((column) => column.columnDef.meta?.fixed !== true)
            .map((column) => (
              <label key={column.id} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={column.getIsVisible()}
                  onChange={column.getToggleVisibilityHandler()}
                />
                {column.columnDef.meta?.label}
              </label>
            ))}
        </fieldset>
      </div>
    </span>
  );
}
