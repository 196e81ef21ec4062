import type { Words } from "../../../_ui/words.ts";
import type { RuleView } from "./private-page.tsx";

/** Monday first, as the bits of a rule are. */
export const WEEKDAYS = [1, 2, 4, 8, 16, 32, 64] as const;

/** A Monday, so that names of days come from the language itself. */
const MONDAY = Date.UTC(2026, 5, 15);

export function weekdayName(bit: number, words: Words, style: "long" | "short"): string {
  const day = new Date(MONDAY + Math.log2(bit) * 86_400_000);
  return new Intl.DateTimeFormat(words.language === "sv" ? "sv-SE" : "en-GB", {
    weekday: style,
    timeZone: "UTC",
  }).format(day);
}

/** E.g. "Mon–Fri", "Mon, Wed". */
export function weekdaysText(bits: number, words: Words): string {
  const names: string[] = [];
  for (let at = 0; at < WEEKDAYS.length; at++) {
    if (!has(bits, at)) continue;
    let last = at;
    while (has(bits, last + 1)) last++;
    const name = (place: number) => weekdayName(WEEKDAYS[place] ?? 1, words, "short");
    names.push(last - at >= 2 ? `${name(at)}–${name(last)}` : name(at));
    if (last - at >= 2) at = last;
  }
  return names.join(", ");
}

function has(bits: number, place: number): boolean {
  const bit = WEEKDAYS[place];
  return bit !== undefined && (bits & bit) !== 0;
}

/** "08:00"; the end of a day is "24:00". */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** What a rule is about, e.g. "Dialled with *71" or "Outside Mon–Fri 08:00–17:00". */
export function ruleText(rule: RuleView, words: Words): string {
  if (rule.kind === "code") return words.t("natures.rule.code", { code: rule.code ?? "" });
  const days = weekdaysText(rule.weekdays ?? 0, words);
  const hours = `${minuteText(rule.fromMinute ?? 0)}–${minuteText(rule.toMinute ?? 1440)}`;
  return words.t(rule.outside ? "natures.rule.outside" : "natures.rule.within", { days, hours });
}
