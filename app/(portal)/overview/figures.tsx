"use client";
import { FigureCard } from "../../_ui/figure-card.tsx";
import { dayOf } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { isOver } from "../data/erase-progress.tsx";
import { isRunning } from "../exports/export-progress.tsx";
import { lastNightOf, tonightOf } from "../retention/near-nights.ts";
import { useErasures, useExports, useRules } from "./use-overview.ts";

/** Two nights and two kinds of work, each as far as the person may see it. */
export function Figures() {
  const words = useWords();
  const seesRules = useMay("retention.see");
  const seesExports = useMay("data.export");
  const seesErasures = useMay("certificate.see");
  const rules = useRules(seesRules);
  const exports = useExports(seesExports);
  const erasures = useErasures(seesErasures);
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  const figure = (value: number | undefined) => (value === undefined ? "–" : words.number(value));
  if (!seesRules && !seesExports && !seesErasures) return null;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {seesRules ? (
        <>
          <FigureCard
            href="/retention"
            big={figure(rules.data === undefined ? undefined : (tonightOf(rules.data.goes, today)?.values ?? 0))}
            text={words.t("overview.tonight")}
          />
          <FigureCard
            href="/retention"
            big={figure(rules.data === undefined ? undefined : (lastNightOf(rules.data.went, today)?.values ?? 0))}
            text={words.t("overview.lastNight")}
          />
        </>
      ) : null}
      {seesExports ? (
        <FigureCard
          href="/exports"
          big={figure(exports.data?.filter((one) => isRunning(one.state)).length)}
          text={words.t("overview.exports")}
        />
      ) : null}
      {seesErasures ? (
        <FigureCard
          href="/certificates"
          big={figure(erasures.data?.filter((one) => !isOver(one.state)).length)}
          text={words.t("overview.erasures")}
        />
      ) : null}
    </div>
  );
}
