import type { Words } from "./words.ts";

/** "2026-11-20 14:34:33", in the company's zone and in 24 hours, the same in both languages. */
export function clockTime(instant: Date, zone: string): string {
  return formatter(zone).format(instant);
}

/** "2026-11-20 14:34". */
export function shortTime(instant: Date, zone: string): string {
  return clockTime(instant, zone).slice(0, 16);
}

/** "21 Mar 2027" or "21 mars 2027" for a day 'YYYY-MM-DD'. */
export function longDay(day: string, words: Words): string {
  return dayFormatters[words.language].format(new Date(`${day}T12:00:00Z`));
}

const LONG_DAY = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
/** Made once: making one costs more than formatting a hundred days. */
const dayFormatters = {
  sv: new Intl.DateTimeFormat("sv-SE", LONG_DAY),
  en: new Intl.DateTimeFormat("en-GB", LONG_DAY),
};

/** The calendar day of an instant in a zone, 'YYYY-MM-DD'. */
export function dayOf(instant: Date, zone: string): string {
  return clockTime(instant, zone).slice(0, 10);
}

/** Whole days from one day to another, both 'YYYY-MM-DD'. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function addDaysTo(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How long ago, in the largest unit that fits. */
export function ago(instant: Date, now: Date, words: Words): string {
  const seconds = Math.max(0, Math.round((now.getTime() - instant.getTime()) / 1000));
  if (seconds < 10) return words.t("time.now");
  if (seconds < 60) return words.t("time.secondsAgo", { count: seconds });
  if (seconds < 3600) return words.t("time.minutesAgo", { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return words.t("time.hoursAgo", { count: Math.floor(seconds / 3600) });
  return words.t("time.daysAgo", { count: Math.floor(seconds / 86_400) });
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let made = formatters.get(zone);
  if (made === undefined) {
    made = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    formatters.set(zone, made);
  }
  return made;
}
