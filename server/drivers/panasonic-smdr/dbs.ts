import type { Direction } from "../../domain/codes.ts";
import { instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText, isNumberText } from "../values.ts";

/** DBS and DBS 576 write another list: a letter that says what the call was, its start without a year, and whole seconds. */
const HEAD = /^([A-Za-z]) (\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) (\d\d):(\d\d)[:.](\d\d)(?= |$)/;

export function isDbs(text: string): boolean {
  return HEAD.test(text);
}

interface Columns {
  readonly extension: readonly [from: number, to: number];
  readonly trunk: readonly [from: number, to: number];
  readonly dial: readonly [from: number, to: number];
  readonly account: readonly [from: number, to: number];
  /** The codes of a number in a table, and blanks between columns. */
  readonly blanks: readonly number[];
}

const DBS: Columns = { extension: [26, 29], trunk: [76, 79], dial: [30, 58], account: [59, 69], blanks: [29, 58, 69] };
const DBS576: Columns = {
  extension: [26, 30],
  trunk: [31, 35],
  dial: [36, 60],
  account: [61, 71],
  blanks: [30, 35, 60, 71],
};
/** Behind the codes: of format 2 and 3 the caller, perhaps a channel or a charge, and how long it rang. */
const MORE = 76;

/** What the letter says; the others (T of DBS, W) tell no direction. */
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  I: "in",
  D: "in",
  h: "in",
  N: "in",
  S: "in",
  t: "in",
  A: "in",
  O: "out",
  F: "out",
  H: "out",
  L: "out",
  s: "out",
};

export function readDbs(whole: FrameText, context: DecodeContext): Decoded {
  const { text } = whole;
  const head = HEAD.exec(text);
  if (head === null) return { kind: "undefined", reason: "start: no date and time" };
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0, hours = 0, minutes = 0, seconds = 0] = head
    .slice(2)
    .map(Number);
  const startedAt = instantOf({ month, day, hour, minute, second }, context);
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  if (minutes > 59 || seconds > 59) return { kind: "undefined", reason: "duration: no hours, minutes and seconds" };
  const is576 = text.charAt(30) === " " && /^\*?\d{3}$/.test(column(text, 31, 35)) && text.charAt(35) === " ";
  const columns = is576 ? DBS576 : DBS;
  if (columns.blanks.some((at) => at < text.length && text.charAt(at) !== " "))
    return { kind: "undefined", reason: "columns: something stands between two of them" };
  const letter = head[1] ?? "";
  // T is a transfer of either kind in DBS, and one that went out in DBS 576.
  const direction = letter === "T" && is576 ? "out" : (DIRECTIONS[letter] ?? null);
  const talk = hours * 3_600 + minutes * 60 + seconds;
  const extension = column(text, ...columns.extension);
  const ring = is576 ? /(?:^| )(\d\d):([0-5]\d)\s*$/.exec(text.slice(MORE)) : null;
  const trunk = column(text, ...columns.trunk);
  const record: DecodedRecord = {
    kind: "call_history",
    callId: null,
    startedAt,
    durationSeconds: letter === "A" ? 0 : talk,
    ringSeconds: ring === null ? (letter === "A" ? talk : null) : Number(ring[1]) * 60 + Number(ring[2]),
    direction,
    disposition: letter === "A" || talk === 0 ? "no-answer" : "answered",
    extension: /^\d{2,4}$/.test(extension) ? extension : null,
    queue: null,
    trunk: trunk === "" ? null : trunk,
    costCents: null,
    partOf: null,
    values: valuesOf(whole, columns, direction, is576),
  };
  return { kind: "records", records: [record] };
}

function valuesOf(whole: FrameText, columns: Columns, direction: Direction | null, is576: boolean): DecodedValue[] {
  const values: DecodedValue[] = [];
  const { text } = whole;
  const incoming = direction === "in";
  const [from, to] = columns.extension;
  if (/^\d{2,4}$/.test(column(text, from, to)))
    addValue(whole, from, to, incoming ? "called" : "calling", "phone", values);
  const caller = is576 && incoming ? /^\S{2,16}/.exec(text.slice(MORE).trimStart()) : null;
  const isTold = caller !== null && !/^\d\d:\d\d$/.test(caller[0]);
  if (caller !== null && isTold) {
    const start = MORE + text.slice(MORE).length - text.slice(MORE).trimStart().length;
    const isNumber = isNumberText(caller[0], 3);
    addValue(whole, start, start + caller[0].length, "calling", isNumber ? "phone" : "name", values);
  }
  addDigits(whole, columns.dial, incoming && !isTold ? "calling" : incoming ? "dialled" : "called", values);
  if (isNumberText(column(text, ...columns.account)))
    addValue(whole, columns.account[0], columns.account[1], "redirecting", "phone", values);
  return values;
}

const NOBODY = /^(?:private|out of area|unavailable|unknown|long distance)$/i;

/** Digits, `*` and `#` (which DBS prints as > and <), behind an I of an incoming call; or the name that was sent instead. */
function addDigits(
  whole: FrameText,
  [from, to]: readonly [number, number],
  role: DecodedValue["role"],
  values: DecodedValue[],
): void {
  const written = whole.text.slice(from, to);
  const said = written.trim();
  if (said === "" || NOBODY.test(said)) return;
  const digits = /[+\d*#<>][\d*#<>]*/.exec(written);
  const isNumber = digits !== null && /^I? ?[+\d*#<>]+$/.test(said);
  if (!isNumber) addValue(whole, from, to, role, "name", values);
  else addValue(whole, from + digits.index, from + digits.index + digits[0].length, role, "phone", values);
}
