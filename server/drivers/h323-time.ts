import { zonedInstant } from "../domain/zoned-time.ts";
import { hasDay } from "./calendar.ts";

/**
 * `15:59:47.000 EET Sun Dec 25 2005`, as Cisco's gateways and those that write like them give times; the name of the day may
 * be missing, and `*` or `.` before it says that the clock is not synchronised. Undefined when it is no time, null for the
 * zeros of a clock that was never set. A zone without a name that is clear (`CST` ...) is the site's.
 */
export function readH323Time(text: string, timeZone: string): Date | null | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const [, hour, minute, second, fraction, zone = "", monthName = "", day, year] = match;
  const month = MONTHS.indexOf(monthName.slice(0, 3).toLowerCase()) + 1;
  const parts = [Number(year), month, Number(day), Number(hour), Number(minute), Number(second)] as const;
  if (month === 0 || parts[2] < 1 || parts[2] > 31) return undefined;
  if (parts[0] < 1990) return null;
  if (!hasDay(parts[0], month, parts[2]) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return undefined;
  const milliseconds = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  const offset = offsetOf(zone);
  const whole =
    offset === null
      ? zonedInstant(...parts, timeZone).getTime()
      : Date.UTC(parts[0], month - 1, parts[2], parts[3], parts[4], parts[5]) - offset * 60_000;
  return new Date(whole + milliseconds);
}

const TIME =
  /^[*.]?(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?(?: +([A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}))?(?: +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))? +([A-Za-z]{3}) +(\d{1,2}) +(\d{4})$/i;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Minutes east of Greenwich; null for a name that several places use, or none. */
export function offsetOf(zone: string): number | null {
  const match = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    return match[1] === "-" ? -minutes : minutes;
  }
  const hours = HOURS[zone.toUpperCase()];
  return hours === undefined ? null : hours * 60;
}

/** Names that mean one offset wherever they are written. */
const HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  MET: 1,
  CEST: 2,
  MEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  MSD: 4,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MDT: -6,
  MST: -7,
  PST: -8,
  PDT: -7,
};
