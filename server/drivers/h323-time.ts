import { zonedInstant } from "../domain/zoned-time.ts";
import { hasDay } from "./calendar.ts";

/**
 * `15:59:47.000 EET Sun Dec 25 2005`, as Cisco's gateways and those that write like them give times; the name of the day may
 * be missing, and `*` or `.` before it says that the clock is not synchronised. Undefined when it is no time, null for the
 * zeros of a clock that was never set. A zone without a name that is clear (`CST` ...) is the site's.
 */
export function readH323Time(text: string, timeZone: string): Date | null | undefined {
  const parts = plainParts(text);
  return parts === null ? readAnyTime(text, timeZone) : instantOf(parts, parts.zone, timeZone);
}

/** The form that nearly all write, a sign after the other, since a record has three of them; null for any other. */
function plainParts(text: string): (Parts & { readonly zone: string }) | null {
  const sign = text.charCodeAt(0);
  const start = sign === 0x2a || sign === 0x2e ? 1 : 0;
  const hour = digits(text, start, start + 2);
  const minute = digits(text, start + 3, start + 5);
  const second = digits(text, start + 6, start + 8);
  if (hour < 0 || minute < 0 || second < 0) return null;
  if (text.charCodeAt(start + 2) !== COLON || text.charCodeAt(start + 5) !== COLON) return null;
  const blank = text.indexOf(" ", start + 8);
  const milliseconds = blank === start + 8 ? 0 : thousandths(text, start + 8, blank);
  // From behind: the year, the day, the month, perhaps the name of the day, perhaps a zone.
  const yearAt = text.length - 4;
  const dayAt = text.lastIndexOf(" ", yearAt - 2) + 1;
  const monthAt = dayAt - 4;
  if (milliseconds < 0 || monthAt <= blank) return null;
  const [year, day] = [digits(text, yearAt, text.length), digits(text, dayAt, yearAt - 1)];
  const month = MONTH_NUMBERS.get(text.slice(monthAt, monthAt + 3));
  if (year < 0 || day < 0 || month === undefined || yearAt - 1 - dayAt > 2) return null;
  if (text.charCodeAt(monthAt - 1) !== BLANK || text.charCodeAt(yearAt - 1) !== BLANK) return null;
  const zone = zoneBetween(text, blank + 1, monthAt - 1);
  return zone === null ? null : { year, month, day, hour, minute, second, milliseconds, zone };
}

/** `EET Sun`: the name of a zone, and of a day behind it. Without a zone a day is taken for one that nobody knows. */
function zoneBetween(text: string, from: number, to: number): string | null {
  if (to <= from) return "";
  const known = ZONES.get(text.slice(from, to));
  if (known !== undefined) return known;
  const match = /^([A-Z]{1,5})(?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))?$/.exec(text.slice(from, to));
  if (match?.[1] === undefined) return null;
  if (ZONES.size > 500) ZONES.clear();
  ZONES.set(match[0], match[1]);
  return match[1];
}

const ZONES = new Map<string, string>();
const BLANK = 0x20;
const COLON = 0x3a;

/** The number that digits say; -1 where they are none. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return to > from ? value : -1;
}

/** Of `.190` or `,190`; -1 where it is no fraction of three digits. */
function thousandths(text: string, from: number, to: number): number {
  const sign = text.charCodeAt(from);
  return (sign === 0x2e || sign === 0x2c) && to - from === 4 ? digits(text, from + 1, to) : -1;
}

function readAnyTime(text: string, timeZone: string): Date | null | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const [, hour, minute, second, fraction = "", zone = "", monthName = "", day, year] = match;
  const month = MONTH_NUMBERS.get(monthName.charAt(0).toUpperCase() + monthName.slice(1).toLowerCase());
  if (month === undefined) return undefined;
  const milliseconds = fraction === "" ? 0 : Number(fraction.padEnd(3, "0").slice(0, 3));
  const parts = { year: Number(year), month, day: Number(day), hour: Number(hour), minute: Number(minute) };
  return instantOf({ ...parts, second: Number(second), milliseconds }, zone, timeZone);
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
}

function instantOf(parts: Parts, zone: string, timeZone: string): Date | null | undefined {
  const { year, month, day, hour, minute, second, milliseconds } = parts;
  if (day < 1 || day > 31) return undefined;
  if (year < 1990) return null;
  if (!hasDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = zone === "" ? null : offsetOf(zone);
  const whole =
    offset === null
      ? zonedInstant(year, month, day, hour, minute, second, timeZone).getTime()
      : Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000;
  return new Date(whole + milliseconds);
}

const TIME =
  /^[*.]?(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?(?: +([A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}))?(?: +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))? +([A-Za-z]{3}) +(\d{1,2}) +(\d{4})$/i;

const MONTH_NUMBERS: ReadonlyMap<string, number> = new Map(
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ").map((name, index) => [name, index + 1]),
);

/** Minutes east of Greenwich; null for a name that several places use, or none. */
export function offsetOf(zone: string): number | null {
  const known = OFFSETS.get(zone);
  if (known !== undefined) return known;
  if (OFFSETS.size > 500) OFFSETS.clear();
  const offset = readOffset(zone);
  OFFSETS.set(zone, offset);
  return offset;
}

const OFFSETS = new Map<string, number | null>();

function readOffset(zone: string): number | null {
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
