import { decodeRange } from "../text.ts";
import type { When, Source, Sources } from "./schema.ts";
import { listOf } from "./read-layout.ts";

/** What a field says in a frame, without the blanks around it. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A frame in which the fields of a layout can be found. */
export interface Reading {
  readonly frame: Uint8Array;
  /** One character a byte. */
  readonly text: string;
  /** Null when the field is not there or blank. */
  find(field: string): Found | null;
}

/** Why a frame cannot be read field by field. */
export type Unread = { readonly kind: "nothing" | "undefined"; readonly reason: string };

/** What stands there, without blanks, tabs and NULs around it; null when that is nothing. */
export function foundAt(frame: Uint8Array, text: string, from: number, to: number): Found | null {
  let start = from;
  let end = Math.min(to, text.length);
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  if (start >= end) return null;
  for (let at = start; at < end; at++)
    if (text.charCodeAt(at) > 0x7f) return { start, end, text: decodeRange(frame, start, end) };
  return { start, end, text: text.slice(start, end) };
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0 || code === 0x0d || code === 0x0a;
}

/** Whether all conditions hold. */
export function holds(when: When | undefined, reading: Reading): boolean {
  return when === undefined || when.every((condition) => holdsOne(condition, reading));
}

function holdsOne(condition: When[number], reading: Reading): boolean {
  const text = textOf(condition.field, reading);
  if (condition["is blank"] !== undefined) return (text === "") === condition["is blank"];
  if (condition["is a number"] !== undefined) return isNumber(text) === condition["is a number"];
  if (condition.equals !== undefined) return some(condition.equals, (word) => text === word);
  const begins = condition["begins with"];
  if (begins !== undefined) return some(begins, (word) => text.startsWith(word));
  return some(condition.contains ?? [], (word) => text.includes(word));
}

/** `line` is the whole frame, without its end. */
function textOf(field: string, reading: Reading): string {
  if (field === "line") return foundAt(reading.frame, reading.text, 0, reading.text.length)?.text ?? "";
  return reading.find(field)?.text ?? "";
}

function some(words: string | readonly string[], test: (word: string) => boolean): boolean {
  return typeof words === "string" ? test(words) : words.some(test);
}

/** Digits, perhaps with a plus before them and a fraction behind. */
export function isNumber(text: string): boolean {
  return /^[+-]?\d{1,30}(?:[.,]\d{1,10})?$/.test(text);
}

/** The first source that has something and whose conditions hold. */
export function firstOf(sources: Sources | Source | undefined, reading: Reading): Found | null {
  for (const source of listOf(sources)) {
    const found = foundIn(source, reading);
    if (found !== null) return found;
  }
  return null;
}

function foundIn(source: Source, reading: Reading): Found | null {
  if (typeof source === "string") return reading.find(source);
  if (!holds(source.when, reading)) return null;
  const found = reading.find(source.field);
  if (found === null || source.after === undefined) return found;
  for (const before of typeof source.after === "string" ? [source.after] : source.after) {
    // Escaped text and bytes are not as long as one another: what is cut off has to stand there byte for byte.
    if (!reading.text.startsWith(before, found.start) || !found.text.startsWith(before)) continue;
    const rest = foundAt(reading.frame, reading.text, found.start + before.length, found.end);
    return rest === null ? null : { ...rest, text: found.text.slice(before.length).trimStart() };
  }
  return found;
}
