import { longDay } from "../../_ui/times.ts";
import type { Words } from "../../_ui/words.ts";
import type { ChangeView, RuleView } from "./retention-page.tsx";

/** A rule of records, or the audit's, which is of no product. */
type Named = Pick<RuleView, "product" | "class"> | Pick<ChangeView["rules"][number], "product" | "class">;

/** "Presentity, Phone number": how a rule is called. */
export function ruleName(rule: Named, words: Words): string {
  if (rule.product === null) return words.t("auditRule.title");
  return `${words.t(`product.${rule.product}`)}, ${words.t(`class.${rule.class}`)}`;
}

export function daysText(days: number | null, words: Words): string {
  return days === null ? words.t("retention.off.short") : words.t("retention.days", { count: days });
}

/** What one rule of a change does: its days, and its mask where that changes. */
export function stepText({ from, to }: ChangeView["rules"][number], words: Words): string {
  const never = (days: number | null) => (days === null ? words.t("retention.never") : words.number(days));
  const before = from.stored ? daysText(from.keptDays, words) : words.t("retention.notStored");
  const kept =
    from.keptDays === to.keptDays && from.stored
      ? ""
      : words.t("retention.fromTo", { from: before, to: daysText(to.keptDays, words) });
  const masked =
    from.maskedAfterDays === to.maskedAfterDays
      ? ""
      : words.t("retention.maskedTo", { from: never(from.maskedAfterDays), to: never(to.maskedAfterDays) });
  return [kept, masked].filter((text) => text !== "").join("; ");
}

export function dayText(at: Date, words: Words): string {
  return longDay(at.toISOString().slice(0, 10), words);
}

/** What the operator allows for a rule, as a sentence; null where there is no bound. */
export function boundText({ bound }: Pick<RuleView, "bound">, words: Words): string | null {
  if (bound === null) return null;
  const { shortestDays: shortest, longestDays: longest } = bound;
  if (shortest !== null && longest !== null) return words.t("retention.bound.both", { shortest, longest });
  if (longest !== null) return words.t("retention.bound.long", { count: longest });
  return shortest === null ? null : words.t("retention.bound.short", { count: shortest });
}
