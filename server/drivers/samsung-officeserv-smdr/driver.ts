import type { Direction } from "../../domain/codes.ts";
import { type ClockParts, instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedRecord, Driver } from "../driver.ts";
import { readCents, readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { column } from "../values.ts";
import { AT, SHORT } from "./columns.ts";
import { valuesOf } from "./values-of.ts";

const OPTIONS = [
  { name: "date", help: "Order of day and month.", values: ["mdy", "dmy"], default: "mdy" },
  {
    name: "model",
    help: "officeserv: records that end in a NUL. lines: a record a line, as a logger keeps them.",
    values: ["officeserv", "lines"],
    default: "officeserv",
  },
] as const;

/** Samsung OfficeServ: records of fixed columns that end in a NUL, with heads of pages before some of them. */
export const samsungOfficeservSmdr: Driver = {
  id: "samsung-officeserv-smdr",
  title: "Samsung OfficeServ SMDR",
  product: "pbx",
  formats: ["text"],
  framing: ({ model = "officeserv" }) => (model === "lines" ? { kind: "line" } : { kind: "ended", by: 0 }),
  options: OPTIONS,
  confirmed: {
    by: "documentation",
    note: "Columns of a collector in use, call types of Samsung's manuals; no public record of a real system.",
  },
  configure(given) {
    const dayFirst = readOptions("samsung-officeserv-smdr", OPTIONS, given).date === "dmy";
    return (frame, context) => decode(frame, context, dayFirst);
  },
};

/** Whether a call came in, went out, or is told by a later part of it alone. */
interface Code {
  readonly direction: Direction | null;
  /** Nobody took it. */
  readonly abandoned?: true;
}

/** Samsung, DCS and OfficeServ manuals, "Call Type Flag Definitions". */
const CODES: Readonly<Record<string, Code>> = {
  O: { direction: "out" },
  OT: { direction: "out" },
  FO: { direction: "out" },
  DO: { direction: "out" },
  I: { direction: "in" },
  IT: { direction: "in" },
  IA: { direction: "in" },
  FI: { direction: "in" },
  DI: { direction: "in" },
  DE: { direction: "in" },
  A: { direction: "in", abandoned: true },
  T: { direction: null },
  TT: { direction: null },
};

function decode(frame: Uint8Array, context: DecodeContext, dayFirst: boolean): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank record" };
  const base = recordStart(text);
  if (base === null) return { kind: "nothing", reason: "head of a page" };
  const end = recordEnd(text, base);
  if (isBinary(text.slice(base, end))) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  if (end - base < SHORT) return { kind: "undefined", reason: "length: no whole record" };
  if (/[\r\n]/.test(text.slice(base, end))) return { kind: "undefined", reason: "length: more than one line" };
  return readRecord({ frame, text: text.slice(0, end) }, base, context, dayFirst);
}

/** Behind line breaks and the head of a page, which ends in a rule of `=`; null when nothing follows it. */
function recordStart(text: string): number | null {
  let at = 0;
  const rule = text.indexOf("\f") >= 0 || text.startsWith("=") ? text.lastIndexOf("====") : -1;
  if (rule >= 0) at = rule + 4;
  while (at < text.length && "\r\n\f\0".includes(text.charAt(at))) at++;
  return at >= text.length || isBlank(text.slice(at)) ? null : at;
}

/** Before the NUL and the line break that end it. */
function recordEnd(text: string, base: number): number {
  let end = text.length;
  while (end > base && "\r\n\0".includes(text.charAt(end - 1))) end--;
  return end;
}

function readRecord(
  whole: { frame: Uint8Array; text: string },
  base: number,
  context: DecodeContext,
  dayFirst: boolean,
): Decoded {
  const cell = ([from, to]: readonly [number, number]) => column(whole.text, base + from, base + to);
  const clock = clockOf(cell(AT.date), cell(AT.time), dayFirst);
  const startedAt = clock === null ? null : instantOf(clock, context);
  if (startedAt === null) return { kind: "undefined", reason: "start: no day and time" };
  if (/^((IN|OUT) (GROUP|DND)|(GROUP|DND) (IN|OUT|ON|OFF))$/.test(cell(AT.dialled)))
    return { kind: "nothing", reason: "a station in or out of its group" };
  const code = CODES[cell(AT.code)];
  if (code === undefined) return { kind: "undefined", reason: "code: a call type that is not known" };
  const length = readClockSeconds(cell(AT.duration));
  const ringing = cell(AT.ring) === "" ? -1 : readClockSeconds(cell(AT.ring));
  if (length < 0) return { kind: "undefined", reason: "duration: no hours, minutes and seconds" };
  const abandoned = code.abandoned === true;
  const record: DecodedRecord = {
    kind: "call_history",
    callId: cell(AT.id) || null,
    startedAt,
    durationSeconds: abandoned ? 0 : length,
    ringSeconds: ringing >= 0 ? ringing : abandoned ? length : null,
    direction: code.direction,
    // A call of no length may have rung out or been hung up: the record does not tell.
    disposition: abandoned ? "no-answer" : length > 0 ? "answered" : null,
    extension: cell(AT.extension) || null,
    queue: cell(AT.group) || null,
    trunk: null,
    costCents: cell(AT.cost) === "" ? null : readCents(cell(AT.cost)),
    partOf: null,
    values: valuesOf(whole, base, code.direction),
  };
  return { kind: "records", records: [record] };
}

function clockOf(date: string, time: string, dayFirst: boolean): ClockParts | null {
  const day = /^(\d\d)\/(\d\d)$/.exec(date);
  const clock = /^(\d\d):(\d\d):(\d\d)$/.exec(time);
  if (day === null || clock === null) return null;
  const [first, second] = [Number(day[1]), Number(day[2])];
  return {
    month: dayFirst ? second : first,
    day: dayFirst ? first : second,
    hour: Number(clock[1]),
    minute: Number(clock[2]),
    second: Number(clock[3]),
  };
}
