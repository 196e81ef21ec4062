import { zonedInstant } from "../domain/zoned-time.ts";

/**
 * `YYYY-MM-DD HH:MM:SS` (also with `T`, `/`, a fraction of a second, `Z` or an offset) between `start` and `end`, read as
 * local time of the zone unless it names its own; null when it is none or no day of the calendar.
 */
export function readLocalTime(text: string, start: number, end: number, timeZone: string): Date | null {
  if (end - start < 19) return readLoose(text.slice(start, end), timeZone);
  const year = digits(text, start, 4);
  const month = digits(text, start + 5, 2);
  const day = digits(text, start + 8, 2);
  const hour = digits(text, start + 11, 2);
  const minute = digits(text, start + 14, 2);
  const second = digits(text, start + 17, 2);
  if (!isTime(year, month, day, hour, minute, second)) return readLoose(text.slice(start, end), timeZone);
  const dash = text.charCodeAt(start + 4);
  const gap = text.charCodeAt(start + 10);
  if ((dash !== 0x2d && dash !== 0x2f) || dash !== text.charCodeAt(start + 7)) return null;
  if ((gap !== 0x20 && gap !== 0x54) || text.charCodeAt(start + 13) !== 0x3a || text.charCodeAt(start + 16) !== 0x3a) {
    return null;
  }
  if (end - start === 19) return zonedInstant(year, month, day, hour, minute, second, timeZone);
  return withTail(text.slice(start + 19, end), [year, month, day, hour, minute, second], timeZone);
}

type Parts = readonly [number, number, number, number, number, number];

/** A fraction, and a zone of the text's own. */
function withTail(tail: string, parts: Parts, timeZone: string): Date | null {
  const match = /^(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(tail);
  if (match === null) return null;
  const milliseconds = Number((match[1] ?? "").padEnd(3, "0").slice(0, 3));
  const zone = match[2];
  const [year, month, day, hour, minute, second] = parts;
  if (zone === undefined) {
    const whole = zonedInstant(year, month, day, hour, minute, second, timeZone);
    return milliseconds === 0 ? whole : new Date(whole.getTime() + milliseconds);
  }
  const offset = zone === "Z" ? 0 : minutesOf(zone);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset * 60_000);
}

function minutesOf(zone: string): number {
  const value = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return zone.startsWith("-") ? -value : value;
}

/** Days and months of one digit, and times without seconds. */
function readLoose(text: string, timeZone: string): Date | null {
  const match = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute] = [match[1], match[3], match[4], match[5], match[6]].map(Number);
  const second = Number(match[7] ?? 0);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || !isTime(year, month, day, hour, minute, second)) return null;
  return zonedInstant(year, month, day, hour, minute, second, timeZone);
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isTime(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23) return false;
  if (minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (MONTH_DAYS[month - 1] ?? 0);
}

/** `length` decimal digits as a number; -1 when one is not a digit. */
function digits(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9 || Number.isNaN(digit)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Whole seconds between `start` and `end` ("5", "5.0"); -1 when it is no number of seconds. At most ten digits. */
export function readSeconds(text: string, start: number, end: number): number {
  if (end <= start || end - start > 20) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e && at > start)
      return readFraction(text, at + 1, end) ? Math.round(Number(text.slice(start, end))) : -1;
    if (code < 0x30 || code > 0x39) return -1;
    value = value * 10 + code - 0x30;
  }
  return value <= MOST_SECONDS ? value : -1;
}

/** A call of a hundred years is damage; the column is an int4. */
const MOST_SECONDS = 2_147_483_647;

function readFraction(text: string, start: number, end: number): boolean {
  return end > start && /^\d+$/.test(text.slice(start, end));
}
