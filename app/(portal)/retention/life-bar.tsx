"use client";
import { useWords } from "../../_ui/use-words.tsx";
import type { RuleView } from "./retention-page.tsx";

const WIDTH = 300;
const LONGEST_DAYS = 1095;

/** Days on a square-root scale, so that 7 and 1,095 days both show on one line. */
function at(days: number): number {
  return Math.sqrt(Math.min(days, LONGEST_DAYS) / LONGEST_DAYS) * WIDTH;
}

/** The life of a datum after the call: full in pine, truncated hatched. The words beside it say the same. */
export function LifeBar({ rule, rules }: { rule: RuleView; rules: readonly RuleView[] }) {
  const words = useWords();
  const truncated =
    rule.action === "truncate"
      ? rules.find((other) => other.product === rule.product && other.class === "ssn_truncated")
      : undefined;
  const end = rule.keptDays === null ? WIDTH : Math.max(3, at(rule.keptDays));
  const later =
    truncated === undefined ? end : truncated.keptDays === null ? WIDTH : Math.max(end, at(truncated.keptDays));
  const text =
    rule.keptDays === null
      ? words.t("retention.off.help")
      : words.t(rule.action === "truncate" ? "retention.truncated" : "retention.deleted", { count: rule.keptDays });
  return (
    <span className="flex w-full flex-wrap items-center gap-x-2">
      <svg
        viewBox={`0 0 ${WIDTH} 14`}
        preserveAspectRatio="none"
        className="h-3.5 w-full max-w-[300px] min-w-24 flex-1"
        aria-hidden="true"
      >
        <rect y="6" width={WIDTH} height="2" className="fill-line" />
        {later > end ? (
          <rect x={end} width={later - end} height="14" className="fill-pine-soft stroke-pine/40" />
        ) : null}
        <rect width={end} height="14" rx="2" className={rule.keptDays === null ? "fill-brick/70" : "fill-pine"} />
      </svg>
      <span className="text-[12.5px] text-ink-2">{text}</span>
    </span>
  );
}
