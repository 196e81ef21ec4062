/** The name of an attribute and where its value begins. */
export interface AttributeLine {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/**
 * `Name = value` between two places; null where there is no such. A log puts the number of the request before it, `(12)`, and
 * FreeRADIUS writes `:=` and `+=` as well. A line after the other is looked at by framing and by reading.
 */
export function readLine(text: string, from: number, to: number): AttributeLine | null {
  const start = behindRequest(text, behindBlanks(text, from, to), to);
  let end = start;
  if (start >= to || !isAlphanumeric(text.charCodeAt(start))) return null;
  while (end < to && end - start < LONGEST_NAME && isNameSign(text.charCodeAt(end))) end++;
  let at = behindBlanks(text, end, to);
  const sign = text.charCodeAt(at);
  if (at < to && (sign === COLON || sign === PLUS)) at++;
  if (at >= to || text.charCodeAt(at) !== EQUALS) return null;
  return { start, end, value: behindBlanks(text, at + 1, to) };
}

const LONGEST_NAME = 81;
const PLUS = 0x2b;
const COLON = 0x3a;
const EQUALS = 0x3d;

function behindBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  return at;
}

/** Behind `(12) `; `from` where there is no such. */
function behindRequest(text: string, from: number, to: number): number {
  if (text.charCodeAt(from) !== 0x28) return from;
  let at = from + 1;
  while (at < to && at - from <= 12 && isDigit(text.charCodeAt(at))) at++;
  return at > from + 1 && at < to && text.charCodeAt(at) === 0x29 ? behindBlanks(text, at + 1, to) : from;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code);
}

/** Letters, digits, `_`, `.`, `:` and `-`. */
function isNameSign(code: number): boolean {
  return isAlphanumeric(code) || code === 0x5f || code === 0x2e || code === COLON || code === 0x2d;
}
