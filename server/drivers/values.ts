import type { Role } from "../domain/codes.ts";
import type { DecodedValue } from "./driver.ts";
import { rangeText } from "./text.ts";

/** The frame and the same as text of one character a byte (`byteText`). */
export interface FrameText {
  readonly frame: Uint8Array;
  readonly text: string;
}

/** The bounds without blanks, tabs and NULs around; null when nothing is left. */
export function trimmed(text: string, from: number, to: number): { start: number; end: number } | null {
  let start = from;
  let end = Math.min(to, text.length);
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  return start >= end ? null : { start, end };
}

/** The text between two columns, without the blanks around it; "" when the line is shorter. */
export function column(text: string, from: number, to: number): string {
  let start = from;
  let end = Math.min(to, text.length);
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  return start >= end ? "" : text.slice(start, end);
}

/**
 * Adds what stands there as a value of the role, without blanks around it; nothing when it is empty. A number that the record
 * names already is left out: ingest cuts every other place where it stands. Answers whether it was added.
 */
export function addValue(
  { frame, text }: FrameText,
  from: number,
  to: number,
  role: Role,
  as: DecodedValue["class"],
  values: DecodedValue[],
): boolean {
  const span = trimmed(text, from, to);
  if (span === null) return false;
  const { start, end } = span;
  const written = rangeText(frame, text, start, end);
  for (const value of values) {
    if (value.start < end && start < value.end) return false;
    if (value.class === as && (value.text === written || (as === "phone" && sameNumber(value.text, written)))) {
      // The two sides of a call are told even when they are the same; a third mention tells nothing new.
      if (!isSide(role) || !isSide(value.role) || role === value.role) return false;
    }
  }
  values.push({ role, class: as, text: written, start, end });
  return true;
}

function isSide(role: Role): boolean {
  return role === "calling" || role === "called";
}

/**
 * Equal, or nine last digits alike: then what differs is a trunk prefix, a country code, an outside line. A number cut short is
 * not the whole one, which has to be named beside it.
 */
export function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length < NATIONAL_DIGITS || b.length < NATIONAL_DIGITS) return false;
  for (let back = 1; back <= NATIONAL_DIGITS; back++) {
    const code = a.charCodeAt(a.length - back);
    if (code !== b.charCodeAt(b.length - back) || !isDigit(code)) return false;
  }
  return true;
}

const NATIONAL_DIGITS = 9;

/** Whether it is digits and the signs of a written number, with so many digits at least. */
export function isNumberText(text: string, digits = 6): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) count++;
    else if (at === 0 ? code !== PLUS : !isNumberSign(code)) return false;
  }
  return count >= digits && text !== "";
}

const PLUS = 0x2b;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A blank, a bracket, `-`, `.` or `/`. */
function isNumberSign(code: number): boolean {
  return code === 0x20 || code === 0x28 || code === 0x29 || (code >= 0x2d && code <= 0x2f);
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0;
}
