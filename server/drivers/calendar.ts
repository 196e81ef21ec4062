import { zonedInstant } from "../domain/zoned-time.ts";
import type { DecodeContext } from "./driver.ts";

/** A local time as the PBX writes its parts; the year may be missing. */
export interface ClockParts {
  readonly year?: number | null;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second?: number;
}

/**
 * The instant of a local time in the site's zone; null for a day that the calendar does not have. Two digits of a year count
 * from 1970 to 2069. Without a year it is the latest one in which the time is not more than a day after reception.
 */
export function instantOf(parts: ClockParts, context: Pick<DecodeContext, "receivedAt" | "timeZone">): Date | null {
  const { month, day, hour, minute, second = 0 } = parts;
  if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60)) return null;
  const given = parts.year ?? null;
  if (given !== null) {
    const year = given >= 100 ? given : given + (given >= 70 ? 1900 : 2000);
    return hasDay(year, month, day) ? zonedInstant(year, month, day, hour, minute, second, context.timeZone) : null;
  }
  const latest = context.receivedAt.getTime() + DAY_MS;
  const newest = new Date(latest).getUTCFullYear() + 1;
  // Nine years back hold a leap day for certain.
  for (let year = newest; year > newest - 10; year--) {
    if (!hasDay(year, month, day)) continue;
    const instant = zonedInstant(year, month, day, hour, minute, second, context.timeZone);
    if (instant.getTime() <= latest) return instant;
  }
  return null;
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function hasDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1970 && year <= 9999 && day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0))) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}
