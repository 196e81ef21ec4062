import type { Words } from "../../../_ui/words.ts";
import { longDay } from "../../../_ui/times.ts";
import type { FilterView, RuleView } from "./filters-page.tsx";

/** What a rule asks, as one reads it: its conditions one after the other. */
export function ruleSentence(rule: RuleView, view: Pick<FilterView, "sources">, words: Words): string {
  const { t } = words;
  const parts: string[] = [];
  const { extensions, numbers, directions, kinds, dispositions, weekdays, hours, days, sources } = rule;
  const list = (some: readonly string[]) => some.join(", ");
  if (sources !== undefined)
    parts.push(
      t("gate.asks.sources", {
        sources: list(sources.map((id) => view.sources.find((one) => one.id === id)?.name ?? `#${id}`)),
      }),
    );
  if (extensions !== undefined) parts.push(t("gate.asks.extensions", { extensions }));
  if (numbers !== undefined) parts.push(t("gate.asks.numbers", { numbers: list(numbers) }));
  if (directions !== undefined) parts.push(list(directions.map((one) => t(`gate.direction.${one}`))));
  if (kinds !== undefined) parts.push(list(kinds.map((one) => t(`gate.kind.${one}`))));
  if (dispositions !== undefined) parts.push(list(dispositions.map((one) => t(`gate.disposition.${one}`))));
  if (weekdays !== undefined) parts.push(list(weekdays.toSorted().map((day) => weekdayName(day, words))));
  if (hours !== undefined) parts.push(t("gate.asks.hours", hours));
  if (days !== undefined) {
    const { from, to } = days;
    if (from !== null && to !== null)
      parts.push(t("gate.asks.days", { from: longDay(from, words), to: longDay(to, words) }));
    else if (from !== null) parts.push(t("gate.asks.from", { from: longDay(from, words) }));
    else if (to !== null) parts.push(t("gate.asks.to", { to: longDay(to, words) }));
  }
  return parts.join(" · ");
}

/** 1 Monday to 7 Sunday. The first of January 2024 was a Monday. */
export function weekdayName(day: number, words: Words): string {
  return new Intl.DateTimeFormat(words.language === "sv" ? "sv-SE" : "en-GB", {
    weekday: "short",
    timeZone: "UTC",
  }).format(new Date(Date.UTC(2024, 0, day)));
}
