"use client";
import { useMemo } from "react";
import { Columns } from "../../../_ui/plot/columns.tsx";
import type { Point, Series } from "../../../_ui/plot/plot.ts";
import { Sheet } from "../../../_ui/sheet.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { SourcePageView } from "./source-page.tsx";

/** Records a minute over the last day, half hour by half hour. */
export function RatePlot({ view: { rate, stepMinutes, records, isCut } }: { view: SourcePageView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const series = useMemo((): Series[] => [{ key: "rate", label: words.t("sources.page.rate"), tone: "pine" }], [words]);
  const points = useMemo(
    () =>
      rate.map(
        (step): Point => ({
          at: step.at.toISOString(),
          label: shortTime(step.at, zone),
          values: { rate: Math.round((step.records / stepMinutes) * 100) / 100 },
        }),
      ),
    [rate, stepMinutes, zone],
  );
  return (
    <Sheet title={words.t("sources.page.rate.plot")}>
      {records === 0 ? (
        <p className="px-3.5 py-2.5 text-ink-2">{words.t("sources.page.rate.none")}</p>
      ) : (
        <>
          <Columns
            title={words.t("sources.page.rate.plot")}
            summary={words.t("sources.page.rate.summary", { count: records })}
            of={words.t("sources.page.halfHour")}
            series={series}
            points={points}
          />
          <p className="px-3.5 pb-2.5 text-[12.5px] text-ink-2">
            {words.t(isCut ? "sources.page.rate.cut" : "sources.page.rate.help")}
          </p>
        </>
      )}
    </Sheet>
  );
}
