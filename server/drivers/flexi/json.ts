import { type Field, plain } from "./row.ts";

/**
 * The fields of the one flat JSON object (RFC 8259) that begins at `from`, and where their values stand; null when the text
 * is anything else. Values are strings, numbers, true, false or null; what is null or empty is left out. Nested values, names
 * with escapes and names that come twice are refused: what a driver does not read cannot be found and erased.
 */
export function readJsonObject(text: string, from: number, to: number): Map<string, Field> | null {
  const fields = new Map<string, Field>();
  const seen = new Set<string>();
  let at = skipBlanks(text, from + 1, to);
  if (text.charCodeAt(at) === CLOSE) return skipBlanks(text, at + 1, to) === to ? fields : null;
  for (;;) {
    const key = readString(text, at, to);
    if (key === null || key.escaped !== null) return null;
    const name = plain(text.slice(key.start, key.end));
    at = skipBlanks(text, key.end + 1, to);
    if (text.charCodeAt(at) !== COLON || seen.has(name)) return null;
    seen.add(name);
    at = skipBlanks(text, at + 1, to);
    const quoted = text.charCodeAt(at) === QUOTE;
    const value = quoted ? readString(text, at, to) : readScalar(text, at, to);
    if (value === null) return null;
    if (value.end > value.start && (quoted || !isNull(text, value))) fields.set(name, value);
    at = skipBlanks(text, value.end + (quoted ? 1 : 0), to);
    const sign = at < to ? text.charCodeAt(at) : 0;
    at = skipBlanks(text, at + 1, to);
    if (sign === CLOSE) return at === to ? fields : null;
    if (sign !== COMMA) return null;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;

function readString(text: string, at: number, to: number): Field | null {
  if (text.charCodeAt(at) !== QUOTE) return null;
  let escaped = false;
  for (let end = at + 1; end < to; end++) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) {
      const field: Field = { start: at + 1, end, escaped: escaped ? "json" : null };
      return escaped && !isJson(text.slice(at, end + 1)) ? null : field;
    }
    if (code === BACKSLASH) {
      escaped = true;
      end++;
    }
  }
  return null;
}

function readScalar(text: string, at: number, to: number): Field | null {
  let end = at;
  while (end < to && /[-+.0-9a-zA-Z]/.test(text.charAt(end))) end++;
  const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(text.slice(at, end));
  return scalar ? { start: at, end, escaped: null } : null;
}

function isNull(text: string, value: Field): boolean {
  return text.slice(value.start, value.end) === "null";
}

function isJson(literal: string): boolean {
  try {
    JSON.parse(literal);
    return true;
  } catch {
    return false;
  }
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  return at;
}
