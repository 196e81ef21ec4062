import type { Direction } from "../../domain/codes.ts";
import { instantOf } from "../calendar.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue } from "../driver.ts";
import { readClockSeconds } from "../durations.ts";
import { addValue, type FrameText } from "../values.ts";
import { chainOf } from "./join.ts";
import { type Party, readParties } from "./parties.ts";

export interface Settings {
  readonly dayFirst: boolean;
  /** Simple records tell the end of the call. */
  readonly isEnd: boolean;
}

/** N normal, S start, X transfer, E end, B abandoned, L internal, and what connects calls to agents: Q, R and F. */
const CALLS = "NSXEBLQRF";
/** Codes and charges of calls that are told by themselves, start-up, clock, stations' and data calls' activity. */
const NOT_CALLS = "ACMITDGHYZ";
/** Parts of a call that goes on or went on elsewhere. */
const CHAIN = "SXE";

const FORM = /^([A-Z]) (\d{3}) (\d\d) (.{3,32}?) +(\d\d)\/(\d\d) (\d\d):(\d\d)(?::(\d\d))?(?= |\r|\n|$)/;

export function readRecord(whole: FrameText, context: DecodeContext, settings: Settings): Decoded {
  const { text } = whole;
  const type = text.charAt(0);
  if (/^[A-Z] \d{3} /.test(text) && NOT_CALLS.includes(type))
    return { kind: "nothing", reason: "notice: a code, a charge or an event beside a call" };
  const match = FORM.exec(text);
  if (match === null || !CALLS.includes(type)) return { kind: "undefined", reason: "type: no record of a call" };
  const parties = readParties(text, 9, 9 + (match[4] ?? "").length);
  if (parties === null) return { kind: "undefined", reason: "party: no station and no trunk" };
  const told = timeOf(match, context, settings);
  if (told === null) return { kind: "undefined", reason: "time: no date and time" };
  const rest = readRest(text, match[0].length);
  if (rest === null) return { kind: "undefined", reason: "duration: no hours, minutes and seconds" };
  if (hasStray(text, match[0].length, rest))
    return { kind: "undefined", reason: "columns: a number where none stands" };
  const isEnd = type === "E" || type === "X" || (type !== "S" && settings.isEnd);
  const startedAt = isEnd ? new Date(told.getTime() - rest.seconds * 1_000) : told;
  const record = recordOf(whole, type, parties, startedAt, rest);
  if (!CHAIN.includes(type) || record.trunk === null) return { kind: "records", records: [record] };
  return chainOf({ type, timed: rest.isTimed, told, trunk: `${match[3]}-${record.trunk}` }, record, context);
}

function timeOf(match: RegExpExecArray, context: DecodeContext, settings: Settings): Date | null {
  const [first, second] = [Number(match[5]), Number(match[6])];
  const [month, day] = settings.dayFirst ? [second, first] : [first, second];
  const clock = { hour: Number(match[7]), minute: Number(match[8]), second: Number(match[9] ?? 0) };
  return instantOf({ month, day, ...clock }, context);
}

interface Rest {
  readonly seconds: number;
  /** A duration stands there. */
  readonly isTimed: boolean;
  /** Digits dialled, or received. */
  readonly digits: readonly [start: number, end: number] | null;
  /** Numbers of the lines that follow: the caller's, and what it dialled. */
  readonly more: readonly (readonly [start: number, end: number])[];
}

/** Duration, perhaps a letter (A: an access code was dialled), digits; null when a duration is none. */
function readRest(text: string, from: number): Rest | null {
  const feed = text.indexOf("\n", from);
  const end = feed < 0 ? text.length : feed;
  const duration = /^ +(\d\d:\d\d:\d\d(?:\.\d)?)(?= |\r|$)/.exec(text.slice(from, end));
  if (duration === null && /^ +\S*:/.test(text.slice(from, end))) return null;
  const seconds = duration === null ? 0 : readClockSeconds(duration[1] ?? "");
  if (seconds < 0) return null;
  const behind = from + (duration?.[0].length ?? 0);
  // One number, and nothing that the damage of a line leaves behind it.
  const found = /^ *(?:[A-Z] +)?([\d*#]{1,32})(?:x*)(?= |\r|$)/.exec(text.slice(behind, end));
  const number = found?.[1];
  const start = behind + (found === null ? 0 : found[0].indexOf(number ?? "", found[0].search(/[\d*#]/)));
  return {
    seconds,
    isTimed: duration !== null,
    digits: number === undefined ? null : [start, start + number.length],
    more: feed < 0 ? [] : numbersBehind(text, feed + 1),
  };
}

/** The caller's and the one it dialled. */
const MOST_NUMBERS = 2;

/** Seven digits in a row that are no number of the record: pieces of damaged ones, perhaps of one that it names. */
function hasStray(text: string, from: number, { digits, more }: Rest): boolean {
  if (more.length > MOST_NUMBERS) return true;
  const known = [...more, ...(digits === null ? [] : [digits])];
  for (const { index } of text.slice(from).matchAll(/\d{7,}/g))
    if (!known.some(([start, end]) => from + index >= start && from + index < end)) return true;
  return known.some(
    ([start, end]) => /[\d]/.test(text.charAt(end)) || (start > 0 && /\d/.test(text.charAt(start - 1))),
  );
}

/** Numbers of seven digits and more, which may be filled up with x; positions in the cabinet have points. */
function numbersBehind(text: string, from: number): (readonly [number, number])[] {
  return [...text.slice(from).matchAll(/(?<=^|[ &\n])(\d{7,16})x*(?=[ \r\n]|$)/g)].map((match) => {
    const start = from + match.index;
    return [start, start + (match[1] ?? "").length] as const;
  });
}

function recordOf(
  whole: FrameText,
  type: string,
  parties: readonly Party[],
  startedAt: Date,
  rest: Rest,
): DecodedRecord {
  const [from, to] = [parties[0], parties[1]];
  const direction = type === "L" ? "internal" : directionOf(from, to);
  const station = (direction === "in" ? to : from)?.kind === "station" ? (direction === "in" ? to : from) : null;
  const trunk = parties.find((party) => party.kind === "trunk") ?? null;
  return {
    kind: "call_history",
    callId: null,
    startedAt,
    durationSeconds: type === "B" ? 0 : rest.seconds,
    ringSeconds: type === "B" && rest.isTimed ? rest.seconds : null,
    direction,
    disposition: type === "B" ? "no-answer" : rest.seconds > 0 ? "answered" : null,
    extension: station?.text ?? null,
    queue: null,
    trunk: trunk?.text ?? null,
    costCents: null,
    partOf: null,
    values: valuesOf(whole, type, parties, direction, rest),
  };
}

function directionOf(from: Party | undefined, to: Party | undefined): Direction | null {
  if (from?.kind === "trunk") return to?.kind === "trunk" ? null : "in";
  if (to?.kind === "trunk") return "out";
  return to === undefined ? null : "internal";
}

function valuesOf(
  whole: FrameText,
  type: string,
  parties: readonly Party[],
  direction: Direction | null,
  { digits, more }: Rest,
): DecodedValue[] {
  const values: DecodedValue[] = [];
  const add = ([start, end]: readonly [number, number], role: DecodedValue["role"]) =>
    addValue(whole, start, end, role, "phone", values);
  // Whoever stands in a later part of a call took it over.
  const tookOver = type === "X" || type === "E";
  for (const [place, party] of parties.entries()) {
    if (party.kind !== "station") continue;
    add([party.start, party.end], tookOver || place > 1 ? "transferred" : place === 0 ? "calling" : "called");
  }
  const [caller, ...others] = more;
  if (caller !== undefined) add(caller, direction === "out" ? "caller" : "calling");
  for (const other of others) add(other, "dialled");
  if (digits !== null) add(digits, roleOfDigits(whole, parties, direction, digits, caller !== undefined));
  return values;
}

/** What was dialled; of a call from outside the caller, unless it ends as the station's number does or the caller is told elsewhere. */
function roleOfDigits(
  { text }: FrameText,
  parties: readonly Party[],
  direction: Direction | null,
  [start, end]: readonly [number, number],
  callerIsTold: boolean,
): DecodedValue["role"] {
  if (direction !== "in") return direction === "internal" ? "dialled" : "called";
  const isOwn = parties.some((party) => party.kind === "station" && text.slice(start, end).endsWith(party.text));
  return callerIsTold || isOwn ? "dialled" : "calling";
}
