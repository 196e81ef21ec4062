import type { Direction, Role } from "../../domain/codes.ts";
import type { DecodeContext, DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText, isNumberText, trimmed } from "../values.ts";
import { callTime, clockOf, type ReadBlock } from "./call-time.ts";

/**
 * Columns of the formats KA, KB, KE (128 bytes) and KH, KI, KJ (the same, and the caller's number), counted from the STX as 0
 * (NEC, NEAX2400 System Operations and Maintenance Manual, chapter 6, figures 6-14 to 6-16).
 */
const AT = {
  route: [5, 8],
  trunk: [8, 11],
  party: [11, 12],
  station: [14, 20],
  start: [20, 30],
  end: [30, 40],
  account: [40, 50],
  dialled: [62, 86],
  calledStation: [64, 70],
  callerOfNormal: [98, 116],
  authorisation: [106, 116],
  startYear: [116, 118],
  endYear: [118, 120],
  callerOfExtended: [133, 165],
} as const;

const SIDES: Readonly<Record<string, { direction: Direction; extended: boolean }>> = {
  KA: { direction: "out", extended: false },
  KB: { direction: "internal", extended: false },
  KE: { direction: "in", extended: false },
  KH: { direction: "out", extended: true },
  KI: { direction: "in", extended: true },
  KJ: { direction: "internal", extended: true },
};

/** A calling party that is itself a trunk: a call that only passes through. */
const TRUNK = "2";

export function readFixed(whole: FrameText, type: string, context: DecodeContext): ReadBlock {
  const sides = SIDES[type];
  if (sides === undefined) return "type: a kind of record that is not known";
  // Without its last column a block has lost bytes, and every column may have moved.
  if (whole.text.length < SHORTEST || whole.text.length > LONGEST) return "length: not as long as its kind is";
  const cell = ([from, to]: readonly [number, number]) => column(whole.text, from, Math.min(to, whole.text.length - 1));
  const startYear = cell(AT.startYear);
  const start = clockOf(cell(AT.start), startYear);
  const end = clockOf(cell(AT.end), cell(AT.endYear) || startYear);
  const time = start === null || end === null ? null : callTime(start, end, context);
  if (time === null) return "time: no start and end of a call";
  const passing = cell(AT.party) === TRUNK;
  const { direction } = sides;
  const route = `${cell(AT.route)}-${cell(AT.trunk)}`;
  return {
    kind: "call_history",
    callId: null,
    ...time,
    ringSeconds: null,
    direction: passing && direction === "out" ? null : direction,
    // "Incomplete and abandoned calls are discarded": what is written was answered.
    disposition: "answered",
    extension: passing && direction === "out" ? null : stationOf(cell(AT.station)),
    queue: null,
    trunk: direction === "internal" || route === "-" ? null : route,
    costCents: null,
    partOf: null,
    values: valuesOf(whole, sides, passing),
  };
}

const SHORTEST = 121;
const LONGEST = 200;

function valuesOf(
  whole: FrameText,
  { direction, extended }: { direction: Direction; extended: boolean },
  passing: boolean,
) {
  const values: DecodedValue[] = [];
  const add = ([from, to]: readonly [number, number], role: Role) =>
    addValue(whole, from, Math.min(to, whole.text.length - 1), role, "phone", values);
  if (direction === "in") {
    add(AT.callerOfExtended, "calling");
    // The extended format has codes of offices there.
    if (!extended) addNumber(whole, AT.callerOfNormal, "calling", values);
    add(AT.station, "called");
    addNumber(whole, AT.dialled, "dialled", values, 1);
  } else if (direction === "internal") {
    add(AT.station, "calling");
    add(AT.calledStation, "called");
    add(AT.callerOfExtended, "caller");
  } else {
    if (!passing) add(AT.station, "calling");
    add(AT.dialled, "called");
    add(AT.callerOfExtended, passing ? "calling" : "caller");
    addNumber(whole, AT.authorisation, "redirecting", values);
  }
  addNumber(whole, AT.account, "redirecting", values);
  return values;
}

/** A code is a person's only when it is as long as a number. */
function addNumber(
  whole: FrameText,
  [from, to]: readonly [number, number],
  role: Role,
  values: DecodedValue[],
  digits = 6,
): void {
  const span = trimmed(whole.text, from, Math.min(to, whole.text.length - 1));
  if (span !== null && isNumberText(whole.text.slice(span.start, span.end), digits))
    addValue(whole, span.start, span.end, role, "phone", values);
}

function stationOf(text: string): string | null {
  return text === "" ? null : text;
}
