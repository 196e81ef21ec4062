"use client";
import { Columns } from "../../_ui/plot/columns.tsx";
import type { PlotTone, Series } from "../../_ui/plot/plot.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Overview } from "./use-overview.ts";

const TONES = { presentity: "pine", cc: "slate", tid: "amber", pbx: "moss" } as const satisfies Record<
  string,
  PlotTone
>;
const PRODUCTS = ["presentity", "cc", "tid", "pbx"] as const;

/** Two weeks of calls by product, from facts alone. */
export function Traffic({ days }: { days: Overview["days"] }) {
  const words = useWords();
  const sum = (of: "calls" | "answered" | "incoming") => days.reduce((all, day) => all + day[of], 0);
  const calls = sum("calls");
  const series: Series[] = PRODUCTS.filter((product) => days.some((day) => day.byProduct[product])).map((product) => ({
    key: product,
    label: words.t(`product.${product}`),
    tone: TONES[product],
  }));
  return (
    <Sheet title={words.t("overview.traffic")}>
      {calls === 0 ? (
        <Said title={words.t("overview.traffic.none")}>{words.t("overview.traffic.none.help")}</Said>
      ) : (
        <Columns
          title={words.t("overview.traffic")}
          summary={words.t("overview.traffic.summary", {
            count: calls,
            answered: sum("answered"),
            incoming: sum("incoming"),
            today: days.at(-1)?.calls ?? 0,
          })}
          of={words.t("overview.traffic.day")}
          series={series}
          points={days.map(({ day, byProduct }) => ({ at: day, label: longDay(day, words), values: byProduct }))}
        />
      )}
    </Sheet>
  );
}
