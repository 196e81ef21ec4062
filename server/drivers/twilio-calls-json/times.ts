import { zonedInstant } from "../../domain/zoned-time.ts";
import { hasDay } from "../calendar.ts";
import { readLocalTime } from "../local-time.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Fri, 18 Oct 2019 17:02:00 +0000` (RFC 2822), or ISO 8601; null when it is neither. Without a zone it is UTC. */
export function readMoment(text: string): Date | null {
  const match =
    /^(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|GMT|UT|UTC|Z))?$/.exec(
      text,
    );
  if (match === null) return readLocalTime(text, 0, text.length, "UTC");
  const [day, year, hour, minute] = [match[1], match[3], match[4], match[5]].map(Number);
  const month = MONTHS.indexOf((match[2] ?? "").toLowerCase()) + 1;
  const second = Number(match[6] ?? 0);
  if (day === undefined || year === undefined || hour === undefined || minute === undefined) return null;
  if (!hasDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  const instant = zonedInstant(year, month, day, hour, minute, second, "UTC");
  return new Date(instant.getTime() - minutesOf(match[7] ?? "Z") * 60_000);
}

function minutesOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return zone.startsWith("-") ? -minutes : minutes;
}
