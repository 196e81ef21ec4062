import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { rangeText } from "../text.ts";
import { urlDecoded } from "../url-decoded.ts";
import { type FrameText, isNumberText, sameNumber, trimmed } from "../values.ts";

/** A value of a channel as the record writes it, and what it says. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What stands there, percent signs undone where the record's values are URL-encoded; null when it is nothing. */
export function partAt({ frame, text }: FrameText, from: number, to: number, encoded: boolean): Part | null {
  const span = trimmed(text, from, to);
  if (span === null) return null;
  const { start, end } = span;
  const written = rangeText(frame, text, start, end);
  return { text: encoded ? urlDecoded(written) : written, start, end };
}

/** Adds a number, unless the record names it already or it is none; the two sides are told as they stand. */
export function addNumber(part: Part | null, role: Role, values: DecodedValue[]): void {
  if (part === null || overlaps(part, values)) return;
  const side = role === "calling" || role === "called";
  if (!side && !isNumberText(part.text, 2)) return;
  for (const value of values) {
    if (value.class !== "phone" || !sameNumber(value.text, part.text)) continue;
    if (!side || value.role === role || (value.role !== "calling" && value.role !== "called")) return;
  }
  values.push({ role, class: "phone", text: part.text, start: part.start, end: part.end });
}

/** Adds a name; one that is a number is another number of the same person. */
export function addName(part: Part | null, role: Role, values: DecodedValue[]): void {
  if (part === null || overlaps(part, values) || NOBODY.test(part.text)) return;
  if (isNumberText(part.text, 2)) addNumber(part, role === "calling" ? "caller" : "dialled", values);
  else if (!values.some((value) => value.class === "name" && value.text === part.text))
    values.push({ role, class: "name", text: part.text, start: part.start, end: part.end });
}

/** What FreeSWITCH writes where it knows no name, and the words a carrier sends for nobody. */
const NOBODY = /^(?:outbound call|unknown|anonymous|private|restricted|unavailable|none|_undef_|\W*)$/i;

function overlaps(part: Part, values: readonly DecodedValue[]): boolean {
  for (const value of values) if (value.start < part.end && part.start < value.end) return true;
  return false;
}

/** Numbers of seven digits or more in an address or in what an application was given: `sofia/gateway/telia/0701740605`. */
export function addDialled(part: Part | null, { text }: FrameText, role: Role, values: DecodedValue[]): void {
  if (part === null || !hasSevenDigits(text, part.start, part.end)) return;
  const found = /(^|[/:;,=|@[\]{}<]|%[0-9A-Fa-f]{2})(\+?\d{7,15})(?=$|[@,;|:%\]}>])/g;
  const written = text.slice(part.start, part.end);
  for (const match of written.matchAll(found)) {
    const start = part.start + match.index + (match[1]?.length ?? 0);
    const number = match[2] ?? "";
    addNumber({ text: number, start, end: start + number.length }, role, values);
  }
}

/** Seven digits on end, which few addresses have: to look for numbers costs more than to count. */
function hasSevenDigits(text: string, from: number, to: number): boolean {
  let count = 0;
  for (let at = from; at < to && count < 7; at++) {
    const code = text.charCodeAt(at);
    count = code >= 0x30 && code <= 0x39 ? count + 1 : 0;
  }
  return count === 7;
}

/** `time:id:bl_xfer:0701740605/default/XML`: who it was moved to stands before the first slash. */
export function addTransferred(part: Part | null, source: FrameText, values: DecodedValue[]): void {
  if (part === null) return;
  for (const match of source.text.slice(part.start, part.end).matchAll(/xfer(?::|%3A)(\+?\d{2,15})(?=[/%@])/g)) {
    const end = part.start + match.index + match[0].length;
    addNumber(partAt(source, end - (match[1]?.length ?? 0), end, false), "transferred", values);
  }
}

/** `ARRAY::id;Bo Prov;204|:id;...`: the names and numbers that were rung. */
export function addRung(part: Part | null, source: FrameText, values: DecodedValue[]): void {
  if (part === null) return;
  for (const match of source.text.slice(part.start, part.end).matchAll(/;([^;|]{1,80});([^;|]{1,80})/g)) {
    const name = part.start + match.index + 1;
    const number = name + (match[1]?.length ?? 0) + 1;
    addNumber(partAt(source, number, number + (match[2]?.length ?? 0), false), "dialled", values);
    addName(partAt(source, name, number - 1, false), "called", values);
  }
}

/** `"Anna Prov" <0701740605>`: the name and the number in it. */
export function addCallerId(part: Part | null, source: FrameText, values: DecodedValue[]): void {
  if (part === null) return;
  const match = /^([^<]*)<([^<>]*)>/.exec(source.text.slice(part.start, part.end));
  if (match === null) {
    addName(part, "calling", values);
    return;
  }
  const [, name = "", number = ""] = match;
  const numberStart = part.start + name.length + 1;
  addNumber(partAt(source, numberStart, numberStart + number.length, false), "caller", values);
  let [from, to] = [0, name.length];
  while (from < to && DECORATION.test(name.charAt(from))) from++;
  while (to > from && DECORATION.test(name.charAt(to - 1))) to--;
  addName(partAt(source, part.start + from, part.start + to, false), "calling", values);
}

const DECORATION = /["\s\\]/;
