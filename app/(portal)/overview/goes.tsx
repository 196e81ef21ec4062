"use client";
import { Bars } from "../../_ui/plot/bars.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { RetentionView } from "./use-overview.ts";

const MOST = 8;

/** What ends at the next midnight, the largest amounts first. */
export function Goes({ night }: { night: RetentionView["goes"][number] | undefined }) {
  const words = useWords();
  const parts = (night?.byProduct ?? []).filter(({ values }) => values > 0);
  return (
    <Sheet title={words.t("overview.goes")}>
      {night === undefined || parts.length === 0 ? (
        <Said title={words.t("overview.goes.none")}>{words.t("overview.goes.none.help")}</Said>
      ) : (
        <Bars
          title={words.t("overview.goes")}
          summary={words.t("overview.goes.summary", { count: night.values })}
          of={words.t("overview.goes.kind")}
          unit={words.t("overview.goes.values")}
          bars={parts
            .toSorted((a, b) => b.values - a.values)
            .slice(0, MOST)
            .map((part) => ({
              key: `${part.product} ${part.class}`,
              label: `${words.t(`product.${part.product}`)}, ${words.known(`class.${part.class}`) ?? part.class}`,
              value: part.values,
              tone: "brick",
            }))}
        />
      )}
    </Sheet>
  );
}
