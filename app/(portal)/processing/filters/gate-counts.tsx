"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../_trpc/client.ts";
import { Columns } from "../../../_ui/plot/columns.tsx";
import type { PlotTone, Series } from "../../../_ui/plot/plot.ts";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { addDaysTo, daysFrom, longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { categoryKey } from "./category-key.ts";
import type { CountsView, FilterView } from "./filters-page.tsx";

type Count = CountsView["counts"][number];

const DAYS = 30;
const LIVE_MS = 15_000;
const TONES: readonly PlotTone[] = ["pine", "moss", "amber", "slate", "brick"];

/** What the gate did on the last days: counts alone, by category and by rule. */
export function GateCounts({ filter }: { filter: FilterView }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["gate", "counts"],
    queryFn: () => api.gate.counts.query({ days: DAYS }),
    refetchInterval: LIVE_MS,
  });
  return (
    <Sheet title={words.t("gate.counts", { count: DAYS })}>
      <Answer query={query}>
        {(view) =>
          view.counts.length === 0 ? (
            <EmptyState title={words.t("gate.counts.none")} why={words.t("gate.counts.none.help")} />
          ) : (
            <div className="grid gap-2 pb-2">
              <Plot view={view} kind="shielded" label={(code) => words.t(categoryKey(code))} />
              <Plot view={view} kind="left-out" label={(code) => ruleName(code, filter, words)} />
              <Struck view={view} />
            </div>
          )
        }
      </Answer>
    </Sheet>
  );
}

function Plot({ view, kind, label }: { view: CountsView; kind: Count["kind"]; label: (code: number) => string }) {
  const words = useWords();
  const counts = view.counts.filter((one) => one.kind === kind);
  if (counts.length === 0) return null;
  const total = (some: readonly Count[]) => some.reduce((sum, { frames }) => sum + frames, 0);
  const codes = [...new Set(counts.map((one) => one.code))].toSorted(
    (a, b) => total(counts.filter(({ code }) => code === b)) - total(counts.filter(({ code }) => code === a)),
  );
  // The largest have a colour each, the rest one together.
  const own = codes.length > TONES.length + 1 ? codes.slice(0, TONES.length) : codes;
  const rest = codes.length > own.length;
  const series: Series[] = own.map((code, i) => ({ key: `c${code}`, label: label(code), tone: TONES[i] ?? "gone" }));
  if (rest) series.push({ key: "rest", label: words.t("gate.counts.rest"), tone: "gone" });
  const points = Array.from({ length: daysFrom(view.from, view.to) + 1 }, (_, i) => {
    const day = addDaysTo(view.from, i);
    const values: Record<string, number> = {};
    for (const one of counts) {
      if (one.day !== day) continue;
      const key = own.includes(one.code) ? `c${one.code}` : "rest";
      values[key] = (values[key] ?? 0) + one.frames;
    }
    return { at: day, label: longDay(day, words), values };
  });
  return (
    <Columns
      title={words.t(`gate.counts.${kind === "shielded" ? "shielded" : "left-out"}.title`)}
      summary={words.t(`gate.counts.${kind === "shielded" ? "shielded" : "left-out"}`, { count: total(counts) })}
      of={words.t("gate.counts.day")}
      series={series}
      points={points}
    />
  );
}

function Struck({ view }: { view: CountsView }) {
  const words = useWords();
  const struck = view.counts.reduce((sum, one) => sum + (one.kind === "struck" ? one.frames : 0), 0);
  if (struck === 0) return null;
  return <p className="px-3.5 text-ink-2">{words.t("gate.counts.struck", { count: struck })}</p>;
}

function ruleName(code: number, filter: FilterView, words: Words): string {
  if (code === 0) return words.t("gate.others");
  return filter.rules.find((rule) => rule.id === code)?.name ?? words.t("gate.counts.gone", { rule: code });
}
