import { addDays, type Day } from "./zoned-time.ts";

/** Which days of the Swedish calendar offices keep closed: none, the public holidays by law, or their eves too. */
export const HOLIDAYS = ["none", "public", "public-and-eves"] as const;
export type Holidays = (typeof HOLIDAYS)[number];

const known = new Map<number, { readonly days: ReadonlySet<Day>; readonly eves: ReadonlySet<Day> }>();
const MOST_YEARS = 200;

/**
 * Whether a day is a Swedish public holiday (lagen 1989:253 om allmänna helgdagar; Sundays themselves are left to the week's hours),
 * or one of the three eves that most offices keep like one: Midsummer's, Christmas and New Year's.
 */
export function isHoliday(day: Day, kind: Holidays): boolean {
  if (kind === "none") return false;
  const { days, eves } = holidaysOf(Number(day.slice(0, 4)));
  return days.has(day) || (kind === "public-and-eves" && eves.has(day));
}

function holidaysOf(year: number) {
  const made = known.get(year) ?? makeYear(year);
  if (known.size >= MOST_YEARS) known.clear();
  known.set(year, made);
  return made;
}

function makeYear(year: number) {
  const easter = easterOf(year);
  const midsummer = firstOn(SATURDAY, `${pad(year)}-06-20`);
  const fixed = ["01-01", "01-06", "05-01", "12-25", "12-26"].map((rest) => `${pad(year)}-${rest}`);
  // The national day has been a holiday since 2005.
  if (year >= 2005) fixed.push(`${pad(year)}-06-06`);
  const moving = [-2, 0, 1, 39, 49].map((after) => addDays(easter, after));
  // Whit Monday was one until then.
  if (year < 2005) moving.push(addDays(easter, 50));
  const days = new Set([...fixed, ...moving, midsummer, firstOn(SATURDAY, `${pad(year)}-10-31`)]);
  const eves = new Set([addDays(midsummer, -1), `${pad(year)}-12-24`, `${pad(year)}-12-31`]);
  return { days, eves };
}

/** Easter Day of the Gregorian calendar, by the rule of Meeus, Jones and Butcher. */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${pad(year)}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

const SATURDAY = 6;

function firstOn(weekday: number, from: Day): Day {
  return addDays(from, (weekday - weekdayOf(from) + 7) % 7);
}

/** 0 = Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function pad(year: number): string {
  return String(year).padStart(4, "0");
}
