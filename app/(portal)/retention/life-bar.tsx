"use client";
import { useId } from "react";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { SCALE_DAYS, WIDTH, xOf } from "./life-scale.ts";
import type { RetentionPreview, RuleView } from "./retention-page.tsx";

type State = Pick<RuleView, "keptDays" | "maskedAfterDays">;

interface LifeBarProps {
  readonly rule: RuleView;
  /** For a full personal identity number: the rule of its truncated form. */
  readonly truncated: State | null;
  readonly trial: RetentionPreview["steps"][number] | undefined;
  /** How many days old the oldest datum is; null where there is none. */
  readonly ageDays: number | null;
}

/**
 * The life of a datum after the call: in pine while it is shown, lighter once it is masked, hatched once it is truncated. A
 * change is drawn over it: what would be lost in brick, what would be added dashed. The words beside it say the same.
 */
export function LifeBar({ rule, truncated, trial, ageDays }: LifeBarProps) {
  const words = useWords();
  const hatch = useId();
  if (rule.undecided) return <span className="text-[12.5px] text-ink-2">{words.t("rules.undecided.help")}</span>;
  if (!rule.stored) return <span className="text-[12.5px] text-ink-2">{words.t("retention.notStored.help")}</span>;
  const end = xOf(rule.keptDays);
  const shown = rule.maskedAfterDays === null ? end : Math.min(end, xOf(rule.maskedAfterDays));
  const later = truncated === null ? end : Math.max(end, xOf(truncated.keptDays));
  // What takes hold after its cool-down is drawn like a change that is being tried.
  const coming = rule.cooling.at(-1);
  const after = trial !== undefined ? xOf(trial.after.keptDays) : coming === undefined ? null : xOf(coming.keptDays);
  return (
    <span className="flex w-full flex-wrap items-center gap-x-2">
      <svg
        viewBox={`0 0 ${WIDTH} 18`}
        preserveAspectRatio="none"
        className="h-[18px] w-[200px] max-w-full flex-none"
        aria-hidden="true"
      >
        <defs>
          <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="7" height="7" className="fill-pine-soft" />
            <rect width="2" height="7" className="fill-pine/45" />
          </pattern>
        </defs>
        {SCALE_DAYS.map((days) => (
          <rect key={days} x={xOf(days)} width="1" height="18" className="fill-line" />
        ))}
        <rect y="8" width={WIDTH} height="2" className="fill-line" />
        {later > end ? <rect x={end} y="2" width={later - end} height="14" fill={`url(#${hatch})`} /> : null}
        {end > shown ? <rect x={shown} y="2" width={end - shown} height="14" className="fill-pine/45" /> : null}
        <rect
          y="2"
          width={shown}
          height="14"
          rx="2"
          className={rule.keptDays === null ? "fill-brick/70" : "fill-pine"}
        />
        {after !== null && after < end ? (
          <rect x={after} y="2" width={end - after} height="14" className="fill-brick" />
        ) : null}
        {after !== null && after > end ? (
          <rect
            x={end}
            y="2.5"
            width={after - end}
            height="13"
            className="fill-amber-soft stroke-amber"
            strokeDasharray="4 3"
          />
        ) : null}
        {ageDays === null ? null : <rect x={xOf(ageDays) - 1} width="2" height="18" className="fill-ink" />}
      </svg>
      <span className="text-[12.5px] text-ink-2">{lifeText(rule, truncated, words)}</span>
    </span>
  );
}

function lifeText(rule: RuleView, truncated: State | null, words: Words): string {
  if (rule.keptDays === null) return words.t("retention.off.help");
  const masked =
    rule.maskedAfterDays === null ? "" : `${words.t("retention.masked", { count: rule.maskedAfterDays })}, `;
  if (truncated === null) return masked + words.t("retention.deleted", { count: rule.keptDays });
  if (rule.action === "delete") return masked + words.t("retention.whole", { count: rule.keptDays });
  return truncated.keptDays === null
    ? masked + words.t("retention.truncated", { count: rule.keptDays })
    : masked + words.t("retention.pair.text", { full: rule.keptDays, count: truncated.keptDays });
}
