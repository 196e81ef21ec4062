"use client";
import { useMemo } from "react";
import { Columns } from "../../_ui/plot/columns.tsx";
import type { Point, Series } from "../../_ui/plot/plot.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { addDaysTo, daysFrom, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { OUTCOMES } from "./outcomes.ts";
import type { Period } from "./period-form.tsx";
import type { Statistics } from "./statistics-page.tsx";

/** What became of each day's frames; days on which nothing came are there too. */
export function DayPlot({ days, period }: { days: Statistics["days"]; period: Period }) {
  const words = useWords();
  const series = useMemo(
    () =>
      OUTCOMES.filter(({ key }) => days.some((day) => day[key] > 0)).map(
        ({ key, tone }): Series => ({ key, label: words.t(`statistics.${key}`), tone }),
      ),
    [days, words],
  );
  const points = useMemo(() => {
    const known = new Map(days.map((day) => [day.day, day]));
    return Array.from({ length: daysFrom(period.from, period.to) + 1 }, (_, at): Point => {
      const day = addDaysTo(period.from, at);
      const found = known.get(day);
      const values = Object.fromEntries(OUTCOMES.map(({ key }) => [key, Math.max(0, found?.[key] ?? 0)]));
      return { at: day, label: longDay(day, words), values };
    });
  }, [days, period, words]);
  const most = days.toSorted((a, b) => b.frames - a.frames)[0];
  if (most === undefined) return null;
  return (
    <Sheet title={words.t("statistics.plot")}>
      <Columns
        title={words.t("statistics.plot")}
        summary={words.t("statistics.plot.summary", {
          count: days.length,
          day: longDay(most.day, words),
          most: most.frames,
        })}
        of={words.t("statistics.day")}
        series={series}
        points={points}
      />
    </Sheet>
  );
}
