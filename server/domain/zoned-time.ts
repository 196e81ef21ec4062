/** A calendar day, 'YYYY-MM-DD'. */
export type Day = string;

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** Offsets of one zone: by whole local day where the day has one offset, by quarter of an hour where the clock changes. */
interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly byDay: Map<number, number>;
  readonly byQuarter: Map<number, number>;
}

const zones = new Map<string, ZoneClock>();
const days = new Map<number, Day>();

/**
 * The instant of a local time. An hour that comes twice is read as the first, a time the clock skips moves forward by the
 * gap. Months count from 1. Throws RangeError for a zone the runtime does not know.
 */
export function zonedInstant(y: number, m: number, d: number, h: number, mi: number, s: number, zone: string): Date {
  const local = Date.UTC(y, m - 1, d, h, mi, s);
  const clock = zoneClock(zone);
  const day = Math.floor(local / DAY_MS);
  const before = offsetOfDay(clock, day - 1);
  const after = offsetOfDay(clock, day + 1);
  if (before === after && before === offsetOfDay(clock, day)) return new Date(local - before);
  const first = offsetAt(clock, local - DAY_MS);
  if (offsetAt(clock, local - first) === first) return new Date(local - first);
  const second = offsetAt(clock, local + DAY_MS);
  return new Date(offsetAt(clock, local - second) === second ? local - second : local - first);
}

/** The calendar day an instant falls on in a zone. */
export function dayIn(zone: string, instant: Date): Day {
  const ms = instant.getTime();
  return dayText(Math.floor((ms + offsetAt(zoneClock(zone), ms)) / DAY_MS));
}

/** The minute that clocks of a zone show at an instant, 'HH:MM'. */
export function clockTime(instant: Date, zone: string): string {
  const ms = instant.getTime();
  return new Date(ms + offsetAt(zoneClock(zone), ms)).toISOString().slice(11, 16);
}

/** Milliseconds to add to an instant to read the clock of a zone. */
export function offsetIn(zone: string, ms: number): number {
  return offsetAt(zoneClock(zone), ms);
}

/** The first instant of a day in a zone; where the clock skips midnight, the first moment after it. */
export function startOfDay(day: Day, zone: string): Date {
  const start = Date.parse(`${day}T00:00:00Z`);
  const date = new Date(start);
  return zonedInstant(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), 0, 0, 0, zone);
}

export function addDays(day: Day, count: number): Day {
  return dayText(dayNumber(day) + count);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

function dayNumber(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError("a day is written YYYY-MM-DD");
  return ms / DAY_MS;
}

function dayText(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  if (days.size > 50_000) days.clear();
  const text = new Date(number * DAY_MS).toISOString().slice(0, -14);
  days.set(number, text);
  return text;
}

function zoneClock(zone: string): ZoneClock {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const made: ZoneClock = { format, byDay: new Map(), byQuarter: new Map() };
  zones.set(zone, made);
  return made;
}

/** The offset at noon of a day: equal on three days in a row, it held through the one in the middle. */
function offsetOfDay(clock: ZoneClock, day: number): number {
  const known = clock.byDay.get(day);
  if (known !== undefined) return known;
  if (clock.byDay.size > 50_000) clock.byDay.clear();
  const offset = offsetAt(clock, day * DAY_MS + DAY_MS / 2);
  clock.byDay.set(day, offset);
  return offset;
}

/** Local time minus UTC in milliseconds at an instant. Zones change on quarters of an hour, so a quarter has one offset. */
function offsetAt(clock: ZoneClock, ms: number): number {
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = clock.byQuarter.get(quarter);
  if (known !== undefined) return known;
  if (clock.byQuarter.size > 200_000) clock.byQuarter.clear();
  const at = quarter * QUARTER_MS;
  const parts: Record<string, number> = {};
  let era = "";
  for (const { type, value } of clock.format.formatToParts(at)) {
    if (type === "era") era = value;
    else if (type !== "literal") parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const offset = Date.UTC(era.startsWith("B") ? 1 - year : year, month - 1, day, hour, minute, second) - at;
  clock.byQuarter.set(quarter, offset);
  return offset;
}
