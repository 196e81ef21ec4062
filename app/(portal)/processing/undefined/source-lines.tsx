"use client";
import { Spark } from "../../../_ui/plot/spark.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { addDaysTo } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { UndefinedView } from "./views.ts";

const DAYS = 14;

interface SourceLinesProps {
  readonly view: UndefinedView;
  readonly chosen: number | null;
  readonly choose: (source: number | null) => void;
}

/** The sources that have such lines, with how it went in the last days; pressing one narrows the table to it. */
export function SourceLines({ view, chosen, choose }: SourceLinesProps) {
  const words = useWords();
  const sources = view.sources.filter(({ id }) => view.days.some((day) => day.sourceId === id));
  return (
    <Sheet title={words.t("undefined.sources")}>
      <ul>
        {sources.map(({ id, name }) => {
          const days = view.days.filter((day) => day.sourceId === id);
          const total = days.reduce((sum, day) => sum + day.lines, 0);
          const values = Array.from({ length: DAYS }, (_, at) => {
            const on = addDaysTo(view.today, at - DAYS + 1);
            return days.find(({ day }) => day === on)?.lines ?? 0;
          });
          return (
            <li key={id} className="border-b border-line last:border-b-0">
              <button
                type="button"
                aria-pressed={id === chosen}
                onClick={() => choose(id === chosen ? null : id)}
                className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2 text-left -outline-offset-2! hover:bg-sunken aria-pressed:bg-pine-soft"
              >
                <b className="mr-auto font-semibold">{name}</b>
                <Spark
                  label={words.t("undefined.spark", { name, days: DAYS, count: total })}
                  values={values}
                  tone="amber"
                />
                <span className="text-ink-2">{words.t("undefined.lines", { count: total })}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
