import type { Direction, Disposition } from "../../domain/codes.ts";
import { instantOf } from "../calendar.ts";
import { lineEnd } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Driver, DriverOption } from "../driver.ts";
import { readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { addValue, column, type FrameText, isNumberText } from "../values.ts";
import { COLUMN_CHOICES, type Columns, columnsFrom, isChoice, type Span } from "./columns.ts";
import { callIdOf, partyOf, type Party } from "./parties.ts";

const OPTIONS: readonly DriverOption[] = [
  {
    name: "columns",
    help: "Options of the form SMDR Options: extended is Extended Digit Length, extended-reporting is Extended Reporting. auto: told by the width of duration and time.",
    values: COLUMN_CHOICES,
    default: "auto",
  },
  { name: "date", help: "Order of day and month.", values: ["mdy", "dmy"], default: "mdy" },
];

/** MiVoice Business, 3300 ICP and SX-2000: one line a call in fixed columns, internal and external SMDR alike. */
export const mitel3300Smdr: Driver = {
  id: "mitel-3300-smdr",
  title: "Mitel MiVoice Business SMDR",
  product: "pbx",
  formats: ["text"],
  framing: { kind: "line" },
  options: OPTIONS,
  confirmed: {
    by: "real-records",
    note: "Columns of Mitel's documentation, read against real records of an extended format; what follows the account code of Extended Reporting is unconfirmed.",
  },
  configure(given) {
    const values = readOptions("mitel-3300-smdr", OPTIONS, given);
    const choice = isChoice(values.columns);
    return (frame, context) => {
      if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
      const text = byteText(frame);
      if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
      if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
      const head = readHead(text, values.date === "dmy", context);
      if (typeof head === "string") return { kind: "undefined", reason: head };
      const columns = columnsFrom(head.next, text, head.hasSeconds, choice);
      return readCall({ frame, text: text.slice(0, lineEnd(text)) }, head.startedAt, columns);
    };
  },
};

interface Head {
  readonly startedAt: Date;
  readonly hasSeconds: boolean;
  /** Where the duration begins. */
  readonly next: number;
}

/** Long-call mark, `mm/dd` (`mm-dd` of a data call), the time, and a letter for the half of the day. */
function readHead(text: string, dayFirst: boolean, context: DecodeContext): Head | string {
  // Collectors trim the blank of a short call.
  const match = /^([ \-%+]?)(\d\d)[/-](\d\d) (\d\d):(\d\d)(?::(\d\d))?([ pPaA]) /.exec(text.slice(0, 24));
  if (match === null) return "start: no date and time";
  const [first, second] = [Number(match[2]), Number(match[3])];
  const [month, day] = dayFirst ? [second, first] : [first, second];
  const clock = { minute: Number(match[5]), second: Number(match[6] ?? 0) };
  const hour = hourOf(Number(match[4]), match[7]?.toLowerCase() ?? " ");
  const startedAt = instantOf({ month, day, hour, ...clock }, context);
  if (startedAt === null) return "start: no date and time";
  return { startedAt, hasSeconds: match[6] !== undefined, next: match[0].length };
}

/** Of a twelve-hour clock only the afternoon is marked as a rule; what is no hour stays none. */
function hourOf(hour: number, half: string): number {
  if (half === " ") return hour;
  if (hour > 12) return half === "p" ? hour : -1;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

/** More than the longest record of extended reporting. */
const MOST_COLUMNS = 200;

interface Line extends FrameText {
  readonly columns: Columns;
}

function readCall(whole: FrameText, startedAt: Date, columns: Columns): Decoded {
  const line: Line = { ...whole, columns };
  if (line.text.length > MOST_COLUMNS || !isSpaced(line))
    return { kind: "undefined", reason: "columns: something stands between two of them" };
  const seconds = durationOf(field(line, columns.duration));
  if (seconds < 0) return { kind: "undefined", reason: "duration: no hours, minutes and seconds" };
  const answer = field(line, columns.answer);
  if (!/^\*?\d{0,4}$|^\*{4}$/.test(answer)) return { kind: "undefined", reason: "answer: no seconds" };
  const [calling, called, third] = [columns.calling, columns.called, columns.third].map((span) =>
    partyOf(field(line, span)),
  );
  if (!calling || !called || !third) return { kind: "undefined", reason: "party: no station, attendant or trunk" };
  const direction = directionOf(calling, called);
  const status = line.text.charAt(columns.status).trim();
  const extension = direction === "in" ? called : direction === null ? null : calling;
  const trunk = calling.kind === "trunk" ? calling : called.kind === "trunk" ? called : null;
  const record: DecodedRecord = {
    kind: "call_history",
    callId: callIdOf(line.text.slice(columns.ids)),
    startedAt,
    durationSeconds: seconds,
    ringSeconds: /\d/.test(answer) ? Number(answer.replace("*", "")) : null,
    direction,
    disposition: dispositionOf(status, seconds, answer, direction),
    extension: extension === null || extension.text === "" ? null : extension.text,
    queue: null,
    trunk: trunk?.text ?? null,
    costCents: null,
    partOf: null,
    values: valuesOf(line, calling, called, third),
  };
  return { kind: "records", records: [record] };
}

function field(line: Line, [start, end]: Span): string {
  return column(line.text, start, end);
}

/** Blanks where they have to be, letters or blanks for the marks, and one number among the digits, perhaps with pulses. */
function isSpaced(line: Line): boolean {
  const { text, columns } = line;
  const ends = [
    columns.duration,
    columns.calling,
    columns.answer,
    columns.listed,
    columns.third,
    columns.ani,
    columns.dnis,
  ];
  for (const at of [...ends.map((span) => span?.[1] ?? 0), columns.called[1] + 1, columns.ani[0] - 1])
    if (at > 0 && (text.charAt(at) || " ") !== " ") return false;
  if (/[^A-Za-z *#]/.test(text.slice(columns.status, columns.status + 2))) return false;
  if (/[^A-Za-z *#]/.test(text.charAt(columns.called[1]))) return false;
  for (const span of [columns.account, columns.ani, columns.dnis]) if (/\S\s/.test(field(line, span))) return false;
  const [number, pulses, ...more] = field(line, columns.digits).split(/ +/);
  if (more.length > 0 || /[^\dA-Za-z*#+]/.test(number ?? "")) return false;
  return pulses === undefined || /^\d{1,5}$/.test(pulses);
}

/** 99:99:99 stands for a hundred hours and more. */
function durationOf(text: string): number {
  const endless = /^(9{2,4}):99:99$/.exec(text);
  return endless === null ? readClockSeconds(text) : (Number(endless[1]) + 1) * 3_600;
}

function directionOf(calling: Party, called: Party): Direction | null {
  if (calling.kind === "trunk") return called.kind === "trunk" ? null : "in";
  return called.kind === "trunk" ? "out" : "internal";
}

/** Completion: A answered, B and O busy, E an invalid number, T toll denied (of an incoming call: picked up at the night bell). */
function dispositionOf(status: string, seconds: number, answer: string, direction: Direction | null): Disposition {
  if (status === "A" || seconds > 0) return "answered";
  if (status === "B" || status === "O") return "busy";
  if (status === "E" || status === "D" || (status === "T" && direction === "out")) return "failed";
  return answer === "****" || direction !== "out" || status === "" ? "no-answer" : "failed";
}

function valuesOf(line: Line, calling: Party, called: Party, third: Party): DecodedValue[] {
  const { columns } = line;
  const values: DecodedValue[] = [];
  const add = ([start, end]: Span, role: DecodedValue["role"]) => addValue(line, start, end, role, "phone", values);
  const dialled = numberSpan(line);
  if (calling.kind === "station") add(columns.calling, "calling");
  else add(columns.ani, "calling");
  if (called.kind === "station") add(columns.called, "called");
  // What was dialled is the called number where the called party is a trunk, an attendant or nobody.
  if (dialled !== null) add(dialled, called.kind === "station" ? "dialled" : "called");
  if (columns.listed !== null) add(columns.listed, "dialled");
  add(columns.dnis, "dialled");
  if (calling.kind === "station") add(columns.ani, "caller");
  if (third.kind === "station") add(columns.third, "transferred");
  if (isNumberText(field(line, columns.account))) add(columns.account, "redirecting");
  return values;
}

/** The digits without meter pulses behind them. */
function numberSpan({ text, columns: { digits } }: Line): Span | null {
  const start = text.slice(0, digits[1]).indexOf(text.slice(digits[0], digits[1]).trimStart(), digits[0]);
  const number = column(text, digits[0], digits[1]).split(" ")[0] ?? "";
  return number === "" ? null : [start, start + number.length];
}
