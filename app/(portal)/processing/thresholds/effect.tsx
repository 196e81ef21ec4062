"use client";
import { Columns } from "../../../_ui/plot/columns.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { SortingPreview } from "./views.ts";

/** What a sorting would change, in a sentence and by month. */
export function Effect({ preview }: { preview: SortingPreview }) {
  const words = useWords();
  const { looked, setApart, putBack, changed, months, countedFrom } = preview;
  const otherwise = changed - setApart - putBack;
  const said =
    changed === 0
      ? words.t("thresholds.effect.none", { looked })
      : words.t("thresholds.effect.changed", { count: changed, looked, apart: setApart, back: putBack });
  return (
    <div role="status" className="pb-1">
      {changed === 0 ? (
        <p className="p-3.5">{said}</p>
      ) : (
        <Columns
          title={words.t("thresholds.effect.plot")}
          summary={said}
          of={words.t("thresholds.month")}
          series={[
            { key: "setApart", label: words.t("thresholds.apart"), tone: "slate" },
            { key: "putBack", label: words.t("thresholds.back"), tone: "moss" },
          ]}
          points={months.map((month) => ({
            at: month.month,
            label: monthName(month.month, words),
            values: { setApart: month.setApart, putBack: month.putBack },
          }))}
        />
      )}
      {otherwise > 0 ? (
        <p className="px-3.5 pb-2.5 text-ink-2">{words.t("thresholds.effect.reason", { count: otherwise })}</p>
      ) : null}
      {countedFrom === null ? null : (
        <p className="px-3.5 pb-2.5 text-amber">
          {words.t("thresholds.effect.part", { month: monthName(countedFrom, words) })}
        </p>
      )}
    </div>
  );
}

/** "Nov 2026" for 'YYYY-MM' or its first day. */
export function monthName(month: string, words: Words): string {
  const format = new Intl.DateTimeFormat(words.language === "sv" ? "sv-SE" : "en-GB", {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${month.slice(0, 7)}-15T12:00:00Z`));
}
