import { AppError } from "../../domain/app-error.ts";
import { hasDay } from "../calendar.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOption, DriverOptions, Framing } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { fits, layoutByShape, layoutOfTemplate, type RecordText } from "./choose-layout.ts";
import { type Layout, LAYOUTS } from "./layouts.ts";
import { readRecord, type Settings } from "./read-record.ts";

const OPTIONS: readonly DriverOption[] = [
  {
    name: "format",
    help: "The record format on the form CDR System Parameters. auto: told by its shape, where that leaves no doubt.",
    values: ["auto", ...Object.keys(LAYOUTS), "customized"],
    default: "auto",
  },
  {
    name: "template",
    help: "Of customized: the form's data items and lengths in order, e.g. date:6,space:1,time:4,space:1,sec-dur:5.",
  },
  { name: "date", help: "Order of day and month on the form.", values: ["mdy", "dmy"], default: "mdy" },
  {
    name: "time",
    help: "Whether a record tells when the call ended or began.",
    values: ["end", "start"],
    default: "end",
  },
];

/** Communication Manager, MultiVantage and DEFINITY: fixed columns in a dozen formats, or as the site's form says. */
export const avayaCmCdr: Driver = {
  id: "avaya-cm-cdr",
  title: "Avaya Communication Manager CDR",
  product: "pbx",
  formats: ["text"],
  framing: framingOf,
  options: OPTIONS,
  confirmed: {
    by: "documentation",
    note: "Tables of Avaya's and Lucent's administrator's guides; no real record was seen.",
  },
  configure(given) {
    const values = readOptions("avaya-cm-cdr", OPTIONS, given);
    const layout = namedLayout(values);
    const settings = { dayFirst: values.date === "dmy", isEnd: values.time !== "start" };
    return decoder(layout, settings);
  },
};

function namedLayout({ format = "auto", template }: DriverOptions): Layout | null {
  if ((format === "customized") !== (template !== undefined))
    throw new AppError("bad-input", "The format customized of avaya-cm-cdr and the option template go together.");
  if (template !== undefined) return layoutOfTemplate(template);
  return LAYOUTS[format] ?? null;
}

/** INT-ISDN has a line feed in the middle of its record; every other format is one line. */
function framingOf({ format = "auto" }: DriverOptions): Framing {
  return format === "auto" || format === "int-isdn" ? { kind: "lines", belongs: isSecondHalf } : { kind: "line" };
}

/** The first 73 positions of INT-ISDN, perhaps after NULs, and then FRL and circuits between blanks. */
function isSecondHalf(before: readonly string[], line: string): boolean {
  const [first] = before;
  if (first === undefined || before.length > 1 || first.length > 90) return false;
  return /^\0*\d{4} \d{4} [0-9A-Z] .{25,70}$/.test(first) && SECOND_HALF.test(line);
}

const SECOND_HALF = /^ (?:[ \d]| $)(?: | $)(?:[ \d]{3}| *$)(?: | $)(?:[ \d]{3}| *$)(?: |$)/;

function decoder(named: Layout | null, settings: Settings): Decoder {
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blanks or NULs between records" };
    const record = recordText(text);
    if (isBinary(text.slice(record.start, record.end)))
      return { kind: "undefined", reason: "binary: bytes that no text holds" };
    const dated = record.second < 0 ? readDateLine(text.slice(record.start, record.end), context, settings) : null;
    if (dated !== null) return dated;
    const layout = named ?? layoutByShape(record);
    if (layout === null) return { kind: "undefined", reason: "format: its shape does not tell it" };
    if (!fits(layout, record)) return { kind: "undefined", reason: "columns: not those of its format" };
    return readRecord({ frame, text }, record, layout, settings, context);
  };
}

/** NULs divide records: they come before the next one, or after the last. */
function recordText(text: string): RecordText {
  let start = 0;
  while (text.charCodeAt(start) === 0) start++;
  let end = text.length;
  while (end > start && "\0\r\n".includes(text.charAt(end - 1))) end--;
  const feed = text.indexOf("\n", start);
  return { text, start, end, second: feed >= 0 && feed < end ? feed + 1 : -1 };
}

/** At midnight, and whenever the link comes up: `11/04`, `11 04`, `1104`, or with the time before it. */
function readDateLine(line: string, context: DecodeContext, settings: Settings): Decoded | null {
  const match = /^\s*(?:\d\d:\d\d )?(\d\d)([/ ]?)(\d\d)\s*$/.exec(line);
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const [month, day] = settings.dayFirst ? [second, first] : [first, second];
  const isDay = hasDay(LEAP_YEAR, month, day);
  // After a date that is none, nothing tells the day: better undefined lines than a wrong one. But it may be debris of a record.
  if (!isDay && (match[2] !== "/" || !isNear(month, day, context))) return NO_DAY;
  context.state.month = month;
  context.state.day = day;
  return isDay ? { kind: "nothing", reason: "date line" } : NO_DAY;
}

const NO_DAY: Decoded = { kind: "undefined", reason: "date: no day of the calendar" };

/** Whether it is the day that held, or the one after it, but for two digits at most: a date line that was damaged. */
function isNear(month: number, day: number, { state }: DecodeContext): boolean {
  if (typeof state.month !== "number" || typeof state.day !== "number") return true;
  const written = fourDigits(month, day);
  const expected = [
    fourDigits(state.month, state.day),
    fourDigits(state.month, state.day + 1),
    fourDigits((state.month % 12) + 1, 1),
  ];
  return expected.some((known) => alike(written, known) >= 2);
}

function fourDigits(month: number, day: number): string {
  return String(month * 100 + day).padStart(4, "0");
}

function alike(a: string, b: string): number {
  return [...a].filter((digit, at) => digit === b[at]).length;
}

const LEAP_YEAR = 2000;
