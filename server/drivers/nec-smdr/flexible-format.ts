import type { Role } from "../../domain/codes.ts";
import type { ClockParts } from "../calendar.ts";
import type { DecodeContext, DecodedValue } from "../driver.ts";
import { addValue, column, type FrameText, isNumberText, trimmed } from "../values.ts";
import { callTime, type ReadBlock } from "./call-time.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The formats KK (out), KL (in) and KM (between stations): elements of a kind, a length and data (NEC, SV8500 Operation and
 * Maintenance Manual, "Message Format ... FCCS"). A length that leads nowhere makes the whole block doubtful.
 */
export function readFlexible(whole: FrameText, type: string, context: DecodeContext): ReadBlock {
  const elements = elementsOf(whole.text);
  if (elements === null) return "length: an element does not fit into its record";
  const time = timeOf(whole.text, elements.get(KIND.time), context);
  if (time === null) return "time: no start and end of a call";
  const passing = whole.text[elements.get(KIND.callingPlace)?.start ?? -1] === TRUNK;
  const direction = type === "KM" ? "internal" : type === "KL" ? "in" : passing ? null : "out";
  const values: DecodedValue[] = [];
  addParties({ whole, elements, values, passing }, type);
  const own = type === "KL" ? "called" : "calling";
  return {
    kind: "call_history",
    callId: null,
    ...time,
    ringSeconds: null,
    direction,
    disposition: "answered",
    extension: direction === null ? null : (values.find((value) => value.role === own)?.text ?? null),
    queue: null,
    trunk: type === "KM" ? null : trunkOf(whole.text, elements.get(KIND.trunk)),
    costCents: null,
    partOf: null,
    values,
  };
}

const TRUNK = "2";

const KIND = {
  trunk: "01",
  callingPlace: "02",
  callingNumber: "03",
  calledPlace: "04",
  calledNumber: "05",
  time: "06",
  account: "07",
  dialled: "10",
  authorisation: "12",
  presented: "16",
  converted: "17",
} as const;

/** The data of each element, by its kind; null unless they fill the block exactly. A kind comes once, in rising order. */
function elementsOf(text: string): Map<string, Span> | null {
  const elements = new Map<string, Span>();
  const end = text.length - 1;
  let last = "";
  let at = 5;
  while (at < end) {
    const kind = text.slice(at, at + 2);
    const length = text.slice(at + 2, at + 4);
    if (!/^\d\d$/.test(kind) || !/^\d\d$/.test(length) || kind <= last) return null;
    const start = at + 4;
    at = start + Number(length);
    if (at > end) return null;
    elements.set(kind, { start, end: at });
    last = kind;
  }
  return elements.size === 0 ? null : elements;
}

/** Start and end, each as `YYYYMMDDhhmmssmmm`. */
function timeOf(text: string, span: Span | undefined, context: DecodeContext) {
  if (span === undefined || span.end - span.start !== 34) return null;
  const start = clockOf(text.slice(span.start, span.start + 17));
  const end = clockOf(text.slice(span.start + 17, span.end));
  return start === null || end === null ? null : callTime(start, end, context);
}

function clockOf(digits: string): ClockParts | null {
  if (!/^\d{17}$/.test(digits)) return null;
  const part = (from: number) => Number(digits.slice(from, from + 2));
  const year = Number(digits.slice(0, 4));
  // A year below 100 would be read as one of two digits.
  if (year < 1970) return null;
  return { year, month: part(4), day: part(6), hour: part(8), minute: part(10), second: part(12) };
}

/** Route and trunk, behind the number of the node. */
function trunkOf(text: string, span: Span | undefined): string | null {
  if (span === undefined || span.end - span.start < 9) return null;
  return `${column(text, span.start + 3, span.start + 6)}-${column(text, span.start + 6, span.start + 9)}`;
}

interface Reading {
  readonly whole: FrameText;
  readonly elements: ReadonlyMap<string, Span>;
  readonly values: DecodedValue[];
  readonly passing: boolean;
}

function addParties(reading: Reading, type: string): void {
  const { passing } = reading;
  if (type === "KL") {
    add(reading, KIND.presented, 1, "calling");
    if (!passing) addStation(reading, KIND.callingNumber, KIND.callingPlace, "calling");
    addStation(reading, KIND.calledNumber, KIND.calledPlace, "called");
    add(reading, KIND.dialled, 0, "dialled");
  } else {
    if (!passing) addStation(reading, KIND.callingNumber, KIND.callingPlace, "calling");
    if (type === "KM") addStation(reading, KIND.calledNumber, KIND.calledPlace, "called");
    add(reading, KIND.dialled, 0, type === "KM" ? "dialled" : "called");
    add(reading, KIND.presented, 1, passing ? "calling" : "caller");
  }
  add(reading, KIND.converted, 0, "dialled");
  for (const kind of [KIND.account, KIND.authorisation]) addCode(reading, kind);
}

/** The number in the network, behind node and group; else that of the place, behind its sort and tenant. */
function addStation(reading: Reading, number: string, place: string, role: Role): void {
  add(reading, number, 6, role);
  const known = reading.values.some((value) => value.role === role);
  add(reading, place, 4, known ? "caller" : role);
}

function add({ whole, elements, values }: Reading, kind: string, skipped: number, role: Role): void {
  const span = elements.get(kind);
  if (span !== undefined) addValue(whole, span.start + skipped, span.end, role, "phone", values);
}

function addCode({ whole, elements, values }: Reading, kind: string): void {
  const element = elements.get(kind);
  const span = element === undefined ? null : trimmed(whole.text, element.start, element.end);
  if (span !== null && isNumberText(whole.text.slice(span.start, span.end)))
    addValue(whole, span.start, span.end, "redirecting", "phone", values);
}
