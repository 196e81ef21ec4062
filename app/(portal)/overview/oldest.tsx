"use client";
import { Bars } from "../../_ui/plot/bars.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { dayOf, daysFrom } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { RetentionView } from "./use-overview.ts";

const MOST = 8;

/** How old the oldest datum of each kind is, beside the rule it lives under. */
export function Oldest({ rules }: { rules: RetentionView["rules"] }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const today = dayOf(new Date(), zone);
  const aged = rules
    .filter((rule) => rule.class !== "call")
    .flatMap((rule) => (rule.oldestDay === null ? [] : [{ ...rule, days: daysFrom(rule.oldestDay, today) }]))
    .toSorted((a, b) => b.days - a.days);
  return (
    <Sheet title={words.t("overview.oldest")}>
      {aged[0] === undefined ? (
        <Said title={words.t("overview.oldest.none")}>{words.t("overview.traffic.none.help")}</Said>
      ) : (
        <Bars
          title={words.t("overview.oldest")}
          summary={words.t("overview.oldest.summary", { count: aged[0].days })}
          of={words.t("overview.goes.kind")}
          unit={words.t("overview.oldest.days")}
          bars={aged.slice(0, MOST).map(({ product, class: cls, days, keptDays }) => ({
            key: `${product} ${cls}`,
            label: `${words.t(`product.${product}`)}, ${words.known(`class.${cls}`) ?? cls}`,
            value: days,
            tone: keptDays !== null && days > keptDays ? "brick" : "pine",
            note:
              keptDays === null ? words.t("overview.oldest.off") : words.t("overview.oldest.of", { days: keptDays }),
          }))}
        />
      )}
    </Sheet>
  );
}
