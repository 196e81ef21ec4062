"use client";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import type { RetentionView } from "./retention-page.tsx";
import { boundText } from "./rule-words.ts";

/** The audit has a rule of its own: how long, since when there are entries, and what takes hold later. */
export function AuditRule({ rule, change }: { rule: RetentionView["audit"]; change: () => void }) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const mayTighten = useMay("retention.tighten");
  const bound = boundText(rule, words);
  return (
    <Sheet
      title={words.t("auditRule.title")}
      actions={
        maySet || mayTighten ? (
          <Button
            kind="plain"
            onClick={change}
            aria-label={`${words.t("retention.change")}: ${words.t("auditRule.title")}`}
          >
            {words.t("retention.change")}
          </Button>
        ) : null
      }
      padded
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b className="font-semibold">{words.t("retention.days", { count: rule.keptDays })}</b>
        {rule.isDefault ? <Tag>{words.t("retention.default")}</Tag> : null}
        {rule.isOutside ? <Tag tone="warn">{words.t("retention.outside")}</Tag> : null}
        {rule.cooling.map(({ keptDays, holdsOn }) => (
          <Tag key={holdsOn} tone="warn">
            {words.t("rules.days.from", { count: keptDays, day: longDay(holdsOn, words) })}
          </Tag>
        ))}
      </p>
      <p className="mt-1 text-ink-2">
        {words.t("auditRule.lead")}{" "}
        {rule.oldestDay === null
          ? null
          : words.t("auditRule.there", { count: rule.entries, day: longDay(rule.oldestDay, words) })}
      </p>
      {bound === null ? null : <p className="mt-1 text-[12.5px] text-ink-2">{bound}</p>}
    </Sheet>
  );
}
