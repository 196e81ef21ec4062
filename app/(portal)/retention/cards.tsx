"use client";
import { FigureCard } from "../../_ui/figure-card.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { dayOf, daysFrom } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { lastNightOf, tonightOf } from "./near-nights.ts";
import type { RetentionView } from "./retention-page.tsx";

/** Four figures before the details: the oldest datum of the two kinds people ask for, and two nights. */
export function RetentionCards({ view }: { view: RetentionView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const today = dayOf(new Date(), zone);
  const last = lastNightOf(view.went, today);
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {(["ssn", "phone"] as const).map((kind) => {
        const oldest = oldestOf(view, kind, today);
        const big =
          oldest === null ? words.t("retention.oldest.none") : words.t("retention.oldest.days", { days: oldest.days });
        return (
          <FigureCard key={kind} big={big} text={words.t(`retention.oldest.${kind}`)}>
            {oldest === null || oldest.keptDays === null ? null : (
              <Tag tone={oldest.days <= oldest.keptDays ? "ok" : "bad"}>
                {words.t("retention.days", { count: oldest.keptDays })}
              </Tag>
            )}
          </FigureCard>
        );
      })}
      <FigureCard big={words.number(last?.values ?? 0)} text={words.t("retention.lastNight")}>
        {last === undefined || view.lastSweepMs === null
          ? null
          : words.t("retention.lastNight.took", { seconds: Math.max(0.01, Math.round(view.lastSweepMs / 10) / 100) })}
      </FigureCard>
      <FigureCard big={words.number(tonightOf(view.goes, today)?.values ?? 0)} text={words.t("retention.tonight")} />
    </div>
  );
}

/** The one nearest to its end, or past it: what a person would ask about first. */
function oldestOf(
  view: RetentionView,
  kind: "phone" | "ssn",
  today: string,
): { days: number; keptDays: number | null } | null {
  const rules = view.rules.filter((rule) => rule.class === kind && rule.oldestDay !== null);
  const aged = rules.map((rule) => ({ days: daysFrom(rule.oldestDay ?? today, today), keptDays: rule.keptDays }));
  return aged.sort((a, b) => b.days - a.days)[0] ?? null;
}
