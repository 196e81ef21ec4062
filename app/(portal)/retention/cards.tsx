"use client";
import { Tag } from "../../_ui/tag.tsx";
import { dayOf, daysFrom } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { RetentionView } from "./retention-page.tsx";

/** Four figures before the details: the oldest datum of the two kinds people ask for, and two nights. */
export function RetentionCards({ view }: { view: RetentionView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const today = dayOf(new Date(), zone);
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {(["ssn", "phone"] as const).map((kind) => {
        const oldest = oldestOf(view, kind, today);
        return (
          <Card
            key={kind}
            big={
              oldest === null
                ? words.t("retention.oldest.none")
                : words.t("retention.oldest.days", { days: oldest.days })
            }
            text={words.t(`retention.oldest.${kind}`)}
          >
            {oldest === null || oldest.keptDays === null ? null : (
              <Tag tone={oldest.days <= oldest.keptDays ? "ok" : "bad"}>
                {words.t("retention.days", { count: oldest.keptDays })}
              </Tag>
            )}
          </Card>
        );
      })}
      <Card big={words.number(view.went.at(-1)?.values ?? 0)} text={words.t("retention.lastNight")} />
      <Card big={words.number(view.goes[0]?.values ?? 0)} text={words.t("retention.tonight")} />
    </div>
  );
}

export function Card({ big, text, children }: { big: string; text: string; children?: React.ReactNode }) {
  return (
    <div className="rounded-lg border border-line bg-sheet px-3.5 py-3">
      <p className="text-[26px] leading-tight font-[650] tracking-tight">{big}</p>
      <p className="mt-0.5 text-ink-2">
        {text} {children}
      </p>
    </div>
  );
}

function oldestOf(
  view: RetentionView,
  kind: "phone" | "ssn",
  today: string,
): { days: number; keptDays: number | null } | null {
  const rules = view.rules.filter((rule) => rule.class === kind && rule.oldestDay !== null);
  const aged = rules.map((rule) => ({ days: daysFrom(rule.oldestDay ?? today, today), keptDays: rule.keptDays }));
  return aged.sort((a, b) => b.days - a.days)[0] ?? null;
}
