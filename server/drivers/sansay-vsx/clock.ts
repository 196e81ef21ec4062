import { offsetIn, zonedInstant } from "../../domain/zoned-time.ts";
import { hasDay } from "../calendar.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * `Mon Dec 15 11:38:34 2003` of C's asctime, local time of the switch; null when it is none. `minutesWest` of Greenwich is what
 * the switch says of its zone, in winter as in summer: where the site's zone agrees in either, the site's is read, since it
 * knows when the clocks change.
 */
export function readClock(text: string, minutesWest: string, timeZone: string): Date | null {
  const match = /^(?:[A-Za-z]{3}\s+)?([A-Za-z]{3})\s{1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/.exec(text);
  if (match === null) return null;
  const month = MONTHS.indexOf((match[1] ?? "").toLowerCase()) + 1;
  const [day, hour, minute, second, year] = match.slice(2).map(Number);
  if (day === undefined || hour === undefined || minute === undefined || second === undefined || year === undefined)
    return null;
  if (!hasDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  const west = /^-?\d{1,3}$/.test(minutesWest) ? Number(minutesWest) : null;
  if (west === null || agrees(west, year, timeZone))
    return zonedInstant(year, month, day, hour, minute, second, timeZone);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second) + west * 60_000);
}

function agrees(west: number, year: number, timeZone: string): boolean {
  return [0, 6].some((month) => offsetIn(timeZone, Date.UTC(year, month, 15)) === -west * 60_000);
}
