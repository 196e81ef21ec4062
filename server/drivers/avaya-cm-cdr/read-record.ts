import type { Direction, Disposition } from "../../domain/codes.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText, isNumberText } from "../values.ts";
import { placeOf, type RecordText } from "./choose-layout.ts";
import type { FieldName, Layout } from "./layouts.ts";
import { partOfLongCall } from "./long-calls.ts";

export interface Settings {
  readonly dayFirst: boolean;
  /** The time is that of the call's end. */
  readonly isEnd: boolean;
}

interface Reading extends FrameText {
  readonly record: RecordText;
  readonly layout: Layout;
}

/** Letters of the 59-character records. */
const LETTERS: Readonly<Record<string, string>> = { A: "1", D: "4", E: "6", G: "7", H: "8", I: "9", L: "C", N: "E" };

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  "0": "internal",
  "7": "out",
  "8": "out",
  "9": "in",
  A: "out",
  B: "out",
  E: "out",
  F: "out",
  G: "in",
  H: "in",
  I: "in",
  J: "in",
  K: "out",
  M: "out",
};

/** Codes whose duration is how long it rang, and codes of calls that came to nothing. */
const RINGS: Readonly<Record<string, Disposition>> = { G: "answered", H: "no-answer", I: "busy" };
const FAILED: ReadonlySet<string> = new Set(["6", "E", "F"]);
/** In narrower columns a caller from outside has no room. */
const NUMBER_COLUMNS = 8;
const LONGEST_ACCESS_CODE = 4;

export function readRecord(
  whole: FrameText,
  record: RecordText,
  layout: Layout,
  settings: Settings,
  context: DecodeContext,
): Decoded {
  const reading: Reading = { ...whole, record, layout };
  for (const name of ["dialed-num", "calling-num", "clg-num/in-tac"] as const)
    if (/[^\dA-Za-z*#+.,@:_-]/.test(field(reading, name)))
      return { kind: "undefined", reason: "columns: something stands between two of them" };
  const length = durationOf(reading);
  if (length === null) return { kind: "undefined", reason: "duration: neither minutes nor seconds" };
  const told = timeOf(reading, settings, context);
  if (told === null) return { kind: "undefined", reason: "time: no date and time" };
  const code = conditionOf(reading);
  if (code !== "" && !/^[0-9A-Z]$/.test(code)) return { kind: "undefined", reason: "condition: no such code" };
  const sides = sidesOf(reading, code);
  const values = valuesOf(reading, sides);
  if (code === "6" && values.length === 0) return { kind: "nothing", reason: "calls went unrecorded" };
  const startedAt = settings.isEnd ? new Date(told.getTime() - length * 1_000) : told;
  const isRing = RINGS[code] !== undefined;
  const decoded: DecodedRecord = {
    kind: "call_history",
    callId: null,
    startedAt,
    durationSeconds: isRing || FAILED.has(code) ? 0 : length,
    ringSeconds: isRing ? length : null,
    direction: sides.direction,
    disposition: RINGS[code] ?? (FAILED.has(code) ? "failed" : length > 0 ? "answered" : null),
    extension: sides.extension,
    queue: null,
    trunk: sides.trunk,
    costCents: null,
    partOf: isRing ? null : partOfLongCall(code === "4", sides.circuit, startedAt, length, context),
    values,
  };
  return { kind: "records", records: [decoded] };
}

function field(reading: Reading, name: FieldName): string {
  const place = reading.layout.fields[name];
  if (place === undefined) return "";
  const [start, end] = placeOf(reading.layout, reading.record, place[0], place[1]);
  return column(reading.text, start, end);
}

function conditionOf(reading: Reading): string {
  const code = field(reading, "cond-code");
  return reading.layout.letters === true ? (LETTERS[code] ?? code) : code;
}

/**
 * Hours, minutes and tenths of a minute, or seconds where the site's form says so; null when it is neither. 9999 stands for a
 * call during which the clock was set: nobody knows how long it was.
 */
function durationOf(reading: Reading): number | null {
  const seconds = field(reading, "sec-dur");
  if (seconds !== "") return /^\d{1,7}$/.test(seconds) ? Number(seconds) : null;
  const text = field(reading, "duration").padStart(4, "0");
  if (!/^\d{4}$/.test(text)) return null;
  if (text === "9999") return 0;
  const minutes = Number(text.slice(1, 3));
  return minutes > 59 ? null : Number(text[0]) * 3_600 + minutes * 60 + Number(text[3]) * 6;
}

/** Date of the record, of the last date line, or the latest day on which that time was not to come. */
function timeOf(reading: Reading, settings: Settings, context: DecodeContext): Date | null {
  const place = reading.layout.fields.time;
  // LSU records hold no time: the collector on the line wrote it down when they came.
  if (place === undefined) return context.receivedAt;
  const time = field(reading, "time").padStart(4, "0");
  if (!/^\d{4}$/.test(time)) return null;
  const clock = { hour: Number(time.slice(0, 2)), minute: Number(time.slice(2)) };
  if (reading.layout.fields.date !== undefined) {
    const match = /^(\d\d)(\d\d)(\d\d)?$/.exec(field(reading, "date").padStart(4, "0"));
    if (match === null) return null;
    const [first, second] = [Number(match[1]), Number(match[2])];
    const dayFirst = reading.layout.date === "dmy" || settings.dayFirst;
    const [month, day] = dayFirst ? [second, first] : [first, second];
    return instantOf({ year: match[3] === undefined ? null : Number(match[3]), month, day, ...clock }, context);
  }
  const { month, day } = context.state;
  if (typeof month === "number" && typeof day === "number") return instantOf({ month, day, ...clock }, context);
  return latestOf(clock, context);
}

function latestOf(clock: { hour: number; minute: number }, context: DecodeContext): Date | null {
  for (const back of [0, 1]) {
    const instant = new Date(context.receivedAt.getTime() - back * DAY_MS);
    const [year, month, day] = dayIn(context.timeZone, instant).split("-").map(Number);
    if (year === undefined || month === undefined || day === undefined) return null;
    const at = instantOf({ year, month, day, ...clock }, context);
    // Clocks of a PBX are some minutes off.
    if (at === null || at.getTime() <= context.receivedAt.getTime() + 600_000) return at;
  }
  return null;
}

const DAY_MS = 86_400_000;

interface Sides {
  readonly direction: Direction | null;
  readonly extension: string | null;
  readonly trunk: string | null;
  /** The trunk's member, on which there is one call at a time. */
  readonly circuit: string | null;
  /** What stands in the calling number's columns is the access code of the incoming trunk. */
  readonly callerIsTrunk: boolean;
}

function sidesOf(reading: Reading, code: string): Sides {
  const [inbound, outbound] = [field(reading, "in-crt-id"), field(reading, "out-crt-id")];
  const dialled = field(reading, "dialed-num");
  const direction = directionOf(code, inbound, outbound, dialled);
  const caller = field(reading, "calling-num") || field(reading, "clg-num/in-tac");
  const callerIsTrunk = cameIn(direction, code) && isTrunkCode(reading, caller);
  const accessCode =
    direction === "out" || outbound !== ""
      ? field(reading, "code-used") || (cameIn(direction, code) && callerIsTrunk ? caller : "")
      : field(reading, "in-trk-code") || (callerIsTrunk ? caller : field(reading, "code-used"));
  const member = direction === "in" ? inbound || outbound : outbound || inbound;
  const extension = direction === "in" ? dialled : direction === null ? "" : caller;
  return {
    direction,
    extension: /^[\d*#]{1,13}$/.test(extension) ? extension : null,
    trunk: [accessCode, member].filter((part) => part !== "").join("-") || null,
    circuit: member === "" ? null : `${direction ?? "trunk"}-${accessCode}-${member}`,
    callerIsTrunk,
  };
}

/** Attendants, conferences and long calls come in or go out by the circuit they hold; a tandem call does both. */
function directionOf(code: string, inbound: string, outbound: string, dialled: string): Direction | null {
  const told = DIRECTIONS[code];
  if (told === "in" && outbound !== "" && dialled.length > LONGEST_EXTENSION) return null;
  if (told !== undefined) return told;
  if (inbound !== "" && outbound !== "") return null;
  return inbound !== "" ? "in" : outbound !== "" ? "out" : null;
}

const LONGEST_EXTENSION = 7;

function cameIn(direction: Direction | null, code: string): boolean {
  return direction === "in" || DIRECTIONS[code] === "in";
}

/** Up to four digits where an incoming call's caller would stand are its trunk, in columns of a station's width or of either. */
function isTrunkCode(reading: Reading, caller: string): boolean {
  if (caller === "" || caller.length > LONGEST_ACCESS_CODE) return false;
  const place = reading.layout.fields["calling-num"];
  return place === undefined || place[1] - place[0] + 1 < NUMBER_COLUMNS;
}

function valuesOf(reading: Reading, sides: Sides): DecodedValue[] {
  const values: DecodedValue[] = [];
  const add = (name: FieldName, role: DecodedValue["role"]) => {
    const place = reading.layout.fields[name];
    if (place === undefined) return;
    const [start, end] = placeOf(reading.layout, reading.record, place[0], place[1]);
    addValue(reading, start, end, role, "phone", values);
  };
  if (!sides.callerIsTrunk) {
    add("calling-num", "calling");
    add("clg-num/in-tac", "calling");
  }
  add("dialed-num", "called");
  add("vdn", "dialled");
  for (const [name, role] of URIS) add(name, role);
  for (const name of ["acct-code", "auth-code"] as const)
    if (isNumberText(field(reading, name))) add(name, "redirecting");
  return values;
}

/** Whom SIP signalling names, where the form has them. */
const URIS = [
  ["from-uri", "caller"],
  ["contact-uri", "caller"],
  ["to-uri", "dialled"],
  ["request-uri", "dialled"],
] as const;
