import { EVERY_DAY } from "./rate.ts";

const NAMES: readonly (readonly string[])[] = [
  ["mon", "mån", "1"],
  ["tue", "tis", "2"],
  ["wed", "ons", "3"],
  ["thu", "tor", "4"],
  ["fri", "fre", "5"],
  ["sat", "lör", "6"],
  ["sun", "sön", "7"],
];

/** "mon-fri", "sat sun", "fri-mon", "mån-fre" or "1-5" as bits of weekdays, Monday = 1; empty is every day; null for what is none. */
export function readDays(text: string): number | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[\s+/]+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return EVERY_DAY;
  let days = 0;
  for (const part of parts) {
    const [from, to = from, ...more] = part.split("-").map(dayOf);
    if (more.length > 0 || from === undefined || to === undefined || from < 0 || to < 0) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days |= 1 << day;
      if (day === to) break;
    }
  }
  return days;
}

/** The same in names, runs of days as one: what `readDays` reads back. No figures, of which a spreadsheet would make a date. */
export function writeDays(days: number, language: "en" | "sv" = "en"): string {
  const nameOf = (day: number) => NAMES[day]?.[language === "en" ? 0 : 1] ?? "";
  const parts: string[] = [];
  for (let day = 0; day < 7; day++) {
    if ((days & (1 << day)) === 0) continue;
    let last = day;
    while (last < 6 && (days & (1 << (last + 1))) !== 0) last++;
    parts.push(last === day ? nameOf(day) : `${nameOf(day)}-${nameOf(last)}`);
    day = last;
  }
  return parts.join(" ");
}

function dayOf(name: string): number {
  return NAMES.findIndex((names) => names.includes(name));
}

/** "08:00" in minutes of the day, "24:00" is its end; null for what is no time. */
export function readTime(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const at = hours * 60 + minutes;
  return minutes > 59 || at > 1_440 ? null : at;
}

export function writeTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
