import { type ClockParts, instantOf } from "../calendar.ts";
import type { DecodeContext } from "../driver.ts";
import { readH323Time } from "../h323-time.ts";
import { readLocalTime } from "../local-time.ts";
import { holds, type Reading } from "./reading.ts";
import type { LayoutTime } from "./schema.ts";

/** A day without its time; plain JSON, since the file's state keeps one. */
export interface Day {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

/** The instant that the first of these times tells whose fields are not blank; a reason when there is none. */
export function momentOf(
  times: readonly LayoutTime[],
  reading: Reading,
  context: DecodeContext,
): { at: Date; time: LayoutTime } | string {
  for (const time of times) {
    const texts = holds(time.when, reading) ? textsOf(time, reading) : null;
    if (texts === null) continue;
    const at = instant(time, texts, context);
    return at === null ? `${time.of}: no date and time` : { at, time };
  }
  return "time: there is none";
}

/** The stamp, or the date and the clock; null when one is blank. */
function textsOf({ stamp, date, clock }: LayoutTime, reading: Reading): readonly [string, string] | null {
  if (stamp !== undefined) {
    const text = reading.find(stamp)?.text;
    return text === undefined ? null : [text, ""];
  }
  const hours = clock === undefined ? undefined : reading.find(clock)?.text;
  if (hours === undefined) return null;
  if (date === "said once") return ["", hours];
  const day = date === undefined ? undefined : reading.find(date)?.text;
  return day === undefined ? null : [day, hours];
}

function instant(time: LayoutTime, [text, hours]: readonly [string, string], context: DecodeContext): Date | null {
  const timeZone = time.zone === "utc" ? "UTC" : context.timeZone;
  const { format } = time;
  if (format === "iso") return valid(readLocalTime(text, 0, text.length, timeZone));
  if (format === "h323") return valid(readH323Time(text, timeZone) ?? null);
  if (format === "epoch" || format === "epoch-ms") return epoch(text, format === "epoch" ? 1_000 : 1);
  const day = time.date === "said once" ? saidDay(context) : readDay(dayText(time, text), format);
  const clock = readClock(time.stamp === undefined ? hours : text.slice(dayText(time, text).length));
  if (day === null || clock === null) return null;
  return valid(instantOf({ ...day, ...clock }, { receivedAt: context.receivedAt, timeZone }));
}

/** Of a stamp, what stands before its clock: to the first blank or T, or fourteen digits in one. */
function dayText({ stamp }: LayoutTime, text: string): string {
  if (stamp === undefined) return text;
  if (/^\d{12}(?:\d\d)?$/.test(text)) return text.slice(0, text.length === 14 ? 8 : 6);
  const gap = text.search(/[ T]/);
  return gap < 0 ? text : text.slice(0, gap);
}

/** Days and months in digits or as a month's English name, with or without signs between them; the year may be missing. */
export function readDay(text: string, order: "dmy" | "mdy" | "ymd"): Day | null {
  const parts = /^(\d{1,4})[-./ ]([A-Za-z]{3}|\d{1,2})(?:[-./ ](\d{1,4}))?$/.exec(text)?.slice(1);
  const run = /^(?:\d{8}|\d{6}|\d{4})$/.test(text) ? cutRun(text, order) : parts;
  if (run === undefined) return null;
  const given = run.filter((part) => part !== undefined);
  const names = given.length === 3 ? order : order === "dmy" ? "dm" : "md";
  const [day, month, year] = ["d", "m", "y"].map((name) => given[names.indexOf(name)] ?? null);
  if (day == null || month == null || day.length > 2 || (year != null && year.length === 3)) return null;
  const number = monthNumber(month);
  return number === null ? null : { year: year == null ? null : Number(year), month: number, day: Number(day) };
}

/** `20251104`, `251104`, `1104` in the pieces of their order. */
function cutRun(text: string, order: "dmy" | "mdy" | "ymd"): string[] {
  if (text.length === 4) return [text.slice(0, 2), text.slice(2)];
  const year = text.length - 4;
  const [one, two] = order === "ymd" ? [year, year + 2] : [2, 4];
  return [text.slice(0, one), text.slice(one, two), text.slice(two)];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthNumber(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const place = MONTHS.indexOf(text.toLowerCase());
  return place < 0 ? null : place + 1;
}

/** `09:17`, `9:17:24.5`, `091724`, `9:17PM`, `9:17p`. */
export function readClock(text: string): Pick<ClockParts, "hour" | "minute" | "second"> | null {
  const match =
    /^[ T]?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)? ?([aApP])?[mM]?$/.exec(text) ??
    /^[ T]?(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (match === null) return null;
  const [, hours, minute, second, half] = match;
  const hour = Number(hours);
  const parts = { minute: Number(minute), second: Number(second ?? 0) };
  if (half === undefined) return { hour, ...parts };
  if (hour < 1 || hour > 12) return null;
  return { hour: (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0), ...parts };
}

function saidDay(context: DecodeContext): Day | null {
  const said = context.state.day;
  if (typeof said !== "object" || said === null) return null;
  const { year, month, day } = said as Record<string, unknown>;
  if (typeof month !== "number" || typeof day !== "number") return null;
  return { year: typeof year === "number" ? year : null, month, day };
}

function epoch(text: string, unit: number): Date | null {
  if (!/^\d{9,13}(?:[.,]\d{1,9})?$/.test(text)) return null;
  const at = new Date(Math.round(Number(text.replace(",", ".")) * unit));
  return valid(at);
}

function valid(at: Date | null): Date | null {
  if (at === null || Number.isNaN(at.getTime())) return null;
  const year = at.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? at : null;
}
