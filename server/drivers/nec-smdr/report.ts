import type { Direction } from "../../domain/codes.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedValue } from "../driver.ts";
import { readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { addValue, column, type FrameText, isNumberText, trimmed } from "../values.ts";

/**
 * A line of the text report: class, time, perhaps a date, line, duration, station, number and account in fixed columns
 * (NEC, SL1100 Features and Specifications Manual, tables 1-67 and 1-68). A line `NEXT` after it holds the caller's name.
 */
export function decodeReport(frame: Uint8Array, context: DecodeContext, dayFirst: boolean): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text.replaceAll("\f", ""))) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const heading = readHeading(text, context, dayFirst);
  if (heading !== null) return heading;
  const whole: FrameText = { frame, text };
  const type = column(text, 0, 5);
  const direction = CLASSES[type];
  if (direction === undefined)
    return NOT_CALLS.has(type)
      ? { kind: "nothing", reason: "a message and no call" }
      : { kind: "undefined", reason: "class: a word that is not known" };
  const startedAt = startOf(text, context, dayFirst);
  if (startedAt === null) return { kind: "undefined", reason: "time: no date and time" };
  const lineEnds = endOfLine(text);
  if (BLANKS.some((at) => at < lineEnds && text.charAt(at).trim() !== ""))
    return { kind: "undefined", reason: "columns: something stands between two of them" };
  for (const [from, to] of COLUMNS)
    if (column(text, from, Math.min(to, lineEnds)).includes("  "))
      return { kind: "undefined", reason: "columns: something stands between two of them" };
  const unanswered = column(text, AT.account, lineEnds) === NO_ANSWER;
  const duration = column(text, AT.duration, AT.station);
  const seconds = duration === "" && (unanswered || type === BLOCKED) ? 0 : readClockSeconds(duration);
  if (seconds < 0) return { kind: "undefined", reason: "duration: no hours, minutes and seconds" };
  const values = valuesOf(whole, direction, unanswered, lineEnds);
  const station = column(text, AT.station, AT.number);
  return {
    kind: "records",
    records: [
      {
        kind: "call_history",
        callId: null,
        startedAt,
        durationSeconds: unanswered ? 0 : seconds,
        ringSeconds: null,
        direction,
        disposition: type === BLOCKED ? "failed" : unanswered ? "no-answer" : "answered",
        extension: /^\d+$/.test(station) ? station : null,
        queue: null,
        trunk: column(text, dated(text) ? AT.dated : AT.time, AT.duration) || null,
        costCents: null,
        partOf: null,
        values,
      },
    ],
  };
}

/** Columns, counted from 0. `time` and `dated`: where the line's number begins, without a date and with one. */
const AT = { time: 11, dated: 17, duration: 22, station: 31, number: 42, account: 63 } as const;

/** Station, number and account; the last may hold a name of 24 letters. */
const COLUMNS = [
  [AT.station, AT.number],
  [AT.number, AT.account],
  [AT.account, Number.POSITIVE_INFINITY],
] as const;

/** Between duration, station, number and account: a report in other columns is not read, never read wrongly. */
const BLANKS = [AT.station - 1, AT.number - 1, AT.account - 1];

const NO_ANSWER = "NO ANSWER";
/** A call that toll restriction did not let out. */
const BLOCKED = "BRD";

/** Undefined for what is no call; null where the class does not tell the direction. */
const CLASSES: Readonly<Record<string, Direction | null>> = {
  POT: "out",
  POTA: "out",
  POTP: "out",
  POTW: "out",
  IVOT: "out",
  IVOTP: "out",
  IDOT: "out",
  SAD: "out",
  WAD: "out",
  BRD: "out",
  PIN: "in",
  IVIN: "in",
  IDIN: "in",
  ICM: "internal",
  SDTA: "internal",
  PTRS: null,
  ITRS: null,
};
/** All lines busy, buffer full, and a name whose record is gone. */
const NOT_CALLS = new Set(["ALB", "BFL", "NEXT", "CLASS"]);

/** The page's date is that of its records, where these have none. */
function readHeading(text: string, context: DecodeContext, dayFirst: boolean): Decoded | null {
  const match = /(\d\d)\/(\d\d)\/(\d{4}) +PAGE +\d+\s*$/.exec(text.slice(0, 200));
  if (match === null) return null;
  const [month, day] = dayFirst ? [match[2], match[1]] : [match[1], match[2]];
  context.state.day = `${match[3]}-${month}-${day}`;
  return { kind: "nothing", reason: "head of a page" };
}

function dated(text: string): boolean {
  return /^\d\d\/\d\d$/.test(text.slice(AT.time, AT.time + 5));
}

/** Class, time and date; without a date the page's, else the latest day on which that time was not to come. */
function startOf(text: string, context: DecodeContext, dayFirst: boolean): Date | null {
  const time = /^(\d\d):(\d\d)$/.exec(column(text, 5, 11));
  if (time === null) return null;
  const [hour, minute] = [Number(time[1]), Number(time[2])];
  if (dated(text)) {
    const [first, second] = [Number(text.slice(11, 13)), Number(text.slice(14, 16))];
    const [month, day] = dayFirst ? [second, first] : [first, second];
    return instantOf({ month, day, hour, minute }, context);
  }
  if (typeof context.state.day === "string") return instantOf({ ...partsOf(context.state.day), hour, minute }, context);
  for (const back of [0, 1]) {
    const day = dayIn(context.timeZone, new Date(context.receivedAt.getTime() - back * 86_400_000));
    const at = instantOf({ ...partsOf(day), hour, minute }, context);
    if (at === null || at.getTime() <= context.receivedAt.getTime() + 3_600_000) return at;
  }
  return null;
}

function partsOf(day: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return { year, month, day: date };
}

function endOfLine(text: string): number {
  const feed = text.indexOf("\n");
  return feed < 0 ? text.length : feed;
}

function valuesOf(whole: FrameText, direction: Direction | null, unanswered: boolean, end: number): DecodedValue[] {
  const values: DecodedValue[] = [];
  const inward = direction === "in";
  const other = inward ? "calling" : "called";
  addWritten(whole, AT.station, Math.min(AT.number, end), inward ? "called" : "calling", values);
  addWritten(whole, AT.number, Math.min(AT.account - 1, end), other, values);
  if (!unanswered) addAccount(whole, end, inward, values);
  const next = whole.text.indexOf("NEXT ", end);
  if (next >= 0) addValue(whole, next + 5, endAfter(whole.text, next), "calling", "name", values);
  return values;
}

function endAfter(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
}

/** Stations and callers come as numbers or as names. */
function addWritten(
  whole: FrameText,
  from: number,
  to: number,
  role: "calling" | "called",
  values: DecodedValue[],
): void {
  const span = trimmed(whole.text, from, Math.max(from, lineText(whole.text, to)));
  if (span === null) return;
  const written = whole.text.slice(span.start, span.end);
  const isName = /[A-Za-z\u0080-\u00ff]{2}/.test(written);
  if (isName && WITHHELD.test(written)) return;
  addValue(whole, span.start, span.end, role, isName ? "name" : "phone", values);
}

const WITHHELD = /^(private|unknown|withheld|anonymous|unavailable|out of area|no cli|payphone)$/i;

/** An account code as long as a number, or the caller's name where the report is set to print it there. */
function addAccount(whole: FrameText, end: number, inward: boolean, values: DecodedValue[]): void {
  const span = trimmed(whole.text, AT.account, lineText(whole.text, end));
  if (span === null) return;
  const written = whole.text.slice(span.start, span.end);
  if (isNumberText(written)) addValue(whole, span.start, span.end, "redirecting", "phone", values);
  else if (inward && /[A-Za-z\u0080-\u00ff]{2}/.test(written))
    addValue(whole, span.start, span.end, "calling", "name", values);
}

/** Without the carriage return. */
function lineText(text: string, end: number): number {
  return text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}
