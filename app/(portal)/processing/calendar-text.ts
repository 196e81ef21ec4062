import { type Calendar, hoursText } from "#server/domain/office-hours.ts";
import type { Words } from "../../_ui/words.ts";

const WHOLE_DAY = "00:00-24:00";

/** "Mon-Fri 08:00-17:00 · public holidays and eves off"; whose calendar it is where it is not its own. */
export function calendarText(
  { sourceId, guard }: { readonly sourceId: number; readonly guard: { readonly calendar: Calendar | null } | null },
  words: Words,
): string {
  const calendar = guard?.calendar ?? null;
  if (calendar === null) return words.t(sourceId === 0 ? "guard.always" : "guard.asCompany");
  const runs = runsOf(calendar.week.map(hoursText));
  if (runs.length === 1 && runs[0]?.hours === WHOLE_DAY && calendar.holidays === "none" && calendar.closed.length === 0)
    return words.t("guard.always");
  const week = runs
    .filter(({ hours }) => hours !== "")
    .map(({ from, to, hours }) => `${dayRange(from, to, words)} ${hours}`);
  const parts = [week.length === 0 ? words.t("guard.neverOpen") : week.join(", ")];
  if (calendar.holidays !== "none") parts.push(words.t(`guard.holidays.${calendar.holidays}.short`));
  if (calendar.closed.length > 0) parts.push(words.t("guard.closed.short", { count: calendar.closed.length }));
  return parts.join(" · ");
}

/** "Monday", "måndag"; 0 is Monday. */
export function weekday(at: number, words: Words, style: "long" | "short" = "long"): string {
  // 1 June 2026 is a Monday.
  const day = new Date(Date.UTC(2026, 5, 1 + at, 12));
  return new Intl.DateTimeFormat(words.language === "sv" ? "sv-SE" : "en-GB", {
    weekday: style,
    timeZone: "UTC",
  }).format(day);
}

function dayRange(from: number, to: number, words: Words): string {
  return from === to
    ? weekday(from, words, "short")
    : `${weekday(from, words, "short")}-${weekday(to, words, "short")}`;
}

/** Days on end with the same hours. */
function runsOf(days: readonly string[]): { from: number; to: number; hours: string }[] {
  const runs: { from: number; to: number; hours: string }[] = [];
  for (const [at, hours] of days.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && last.hours === hours) last.to = at;
    else runs.push({ from: at, to: at, hours });
  }
  return runs;
}
