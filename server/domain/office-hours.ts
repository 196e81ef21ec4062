import { AppError } from "./app-error.ts";
import { type Holidays, HOLIDAYS, isHoliday, weekdayOf } from "./holidays.ts";
import { addDays, type Day, dayIn, zonedInstant } from "./zoned-time.ts";

/** Minutes from the start of a local day, the end not included; 1,440 is midnight at its end. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** When people work: by weekday (Monday first), but for holidays and days that are closed. */
export interface Calendar {
  readonly week: readonly (readonly Hours[])[];
  readonly holidays: Holidays;
  readonly closed: readonly Day[];
}

const DAY_MINUTES = 1_440;
export const MOST_HOURS_A_DAY = 3;
export const MOST_CLOSED = 200;

/** Every hour of every day. */
export const ALWAYS: Calendar = {
  week: Array.from({ length: 7 }, () => [{ from: 0, to: DAY_MINUTES }]),
  holidays: "none",
  closed: [],
};

/** What a calendar of an office in Sweden begins with. */
export const OFFICE: Calendar = {
  week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 480, to: 1_020 }] : [])),
  holidays: "public-and-eves",
  closed: [],
};

/** Why a calendar cannot be used; null when it can. */
export function calendarFault({ week, closed }: Calendar): string | null {
  if (week.length !== 7) return "A week has seven days.";
  for (const hours of week) {
    if (hours.length > MOST_HOURS_A_DAY) return "A day has at most three stretches of hours.";
    for (const [at, { from, to }] of hours.entries()) {
      if (!(from >= 0 && from < to && to <= DAY_MINUTES))
        return "Hours end after they begin. A night goes until 24:00, and from 00:00 the day after.";
      const before = hours[at - 1];
      if (before !== undefined && before.to > from) return "The hours of a day follow on each other.";
    }
  }
  if (closed.length > MOST_CLOSED) return "At most 200 closed days can be listed. Take away those that are over.";
  return null;
}

/** Throws AppError "bad-input" with what is wrong. */
export function checkCalendar(calendar: Calendar): void {
  const fault = calendarFault(calendar);
  if (fault !== null) throw new AppError("bad-input", fault);
}

/** A calendar out of the database; null when it is none. */
export function readCalendar(value: unknown): Calendar | null {
  if (typeof value !== "object" || value === null) return null;
  const { week, holidays, closed } = value as { week?: unknown; holidays?: unknown; closed?: unknown };
  const kind = HOLIDAYS.find((one) => one === holidays);
  if (!Array.isArray(week) || kind === undefined || !Array.isArray(closed)) return null;
  const days = week.map((hours): Hours[] =>
    Array.isArray(hours) ? hours.map((one: Partial<Hours>) => ({ from: Number(one.from), to: Number(one.to) })) : [],
  );
  const calendar = { week: days, holidays: kind, closed: closed.filter((day): day is Day => typeof day === "string") };
  return calendarFault(calendar) === null ? calendar : null;
}

/** The stretches of a day in which people work, as instants. The night a clock changes is an hour shorter or longer. */
export function openOn(calendar: Calendar, day: Day, zone: string): { readonly from: number; readonly to: number }[] {
  if (calendar.closed.includes(day) || isHoliday(day, calendar.holidays)) return [];
  const hours = calendar.week[(weekdayOf(day) + 6) % 7] ?? [];
  return hours.map(({ from, to }) => ({ from: instantOn(day, from, zone), to: instantOn(day, to, zone) }));
}

function instantOn(day: Day, minutes: number, zone: string): number {
  const [y = 0, m = 1, d = 1] = (minutes === DAY_MINUTES ? addDays(day, 1) : day).split("-").map(Number);
  const rest = minutes % DAY_MINUTES;
  return zonedInstant(y, m, d, Math.floor(rest / 60), rest % 60, 0, zone).getTime();
}

/** Silence is looked at no further back than this. */
const MOST_DAYS = 62;

/**
 * When somebody who has heard nothing since `last` has waited for so many minutes of working time; null while that is still
 * to come at `now`. Hours in which nobody works do not count, so that no night and no weekend is an alarm.
 */
export function silentSince(
  calendar: Calendar,
  {
    last,
    minutes,
    now,
    zone,
  }: { readonly last: Date; readonly minutes: number; readonly now: Date; readonly zone: string },
): Date | null {
  let left = minutes * 60_000;
  const today = dayIn(zone, now);
  const begin = Math.max(last.getTime(), now.getTime() - MOST_DAYS * 86_400_000);
  for (let day = dayIn(zone, new Date(begin)); day <= today; day = addDays(day, 1)) {
    for (const { from, to } of openOn(calendar, day, zone)) {
      const start = Math.max(from, begin);
      const open = Math.min(to, now.getTime()) - start;
      if (open <= 0) continue;
      if (open >= left) return new Date(start + left);
      left -= open;
    }
  }
  return null;
}

/** So far ahead is looked for the next hour in which people work. */
const AHEAD_DAYS = 366;

/** Whether nobody works at `now`, and from when somebody does again: null where that is not within a year. null while people work. */
export function closedAt(calendar: Calendar, now: Date, zone: string): { readonly until: Date | null } | null {
  const today = dayIn(zone, now);
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead++) {
    const next = openOn(calendar, addDays(today, ahead), zone).find(({ to }) => to > now.getTime());
    if (next !== undefined) return next.from <= now.getTime() ? null : { until: new Date(next.from) };
  }
  return { until: null };
}

/** "08:00-12:00, 13:00-17:00"; empty when nobody works. */
export function hoursText(hours: readonly Hours[]): string {
  return hours.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(", ");
}

const CLOCK = "(([01]?\\d|2[0-3])([:.][0-5]\\d)?|24([:.]00)?)";
const STRETCH = `${CLOCK}\\s*[\\-–]\\s*${CLOCK}`;
/** What a field of hours takes, as an HTML pattern: nothing but what can be read. */
export const HOURS_PATTERN = `\\s*(${STRETCH}(\\s*[,;]\\s*${STRETCH}){0,2})?\\s*`;

/** The hours of a day as people write them; null when they cannot be read. */
export function readHours(text: string): Hours[] | null {
  const stretches = text.split(/[,;]/).map((part) => part.trim());
  if (text.trim() === "") return [];
  const hours = stretches.map((stretch): Hours | null => {
    const [, h1, m1, h2, m2] = /^(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?$/.exec(stretch) ?? [];
    if (h1 === undefined || h2 === undefined || Number(m1 ?? 0) > 59 || Number(m2 ?? 0) > 59) return null;
    return { from: Number(h1) * 60 + Number(m1 ?? 0), to: Number(h2) * 60 + Number(m2 ?? 0) };
  });
  const read = hours.filter((one) => one !== null);
  return read.length === hours.length ? read : null;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
