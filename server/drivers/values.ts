import type { Role } from "../domain/codes.ts";
import type { DecodedValue } from "./driver.ts";
import { decodeRange } from "./text.ts";

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
  const span = trimmed(text, from, to);
  return span === null ? "" : text.slice(span.start, span.end);
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
  const written = decodeRange(frame, start, end);
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
  const tail = b.slice(-NATIONAL_DIGITS);
  return tail.length === NATIONAL_DIGITS && a.endsWith(tail) && /^\d+$/.test(tail);
}

const NATIONAL_DIGITS = 9;

/** Whether it is digits and the signs of a written number, with so many digits at least. */
export function isNumberText(text: string, digits = 6): boolean {
  return /^[+\d][\d ()\-/.]*$/.test(text) && text.replace(/\D/g, "").length >= digits;
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0;
}
