import { findSsns } from "./find-ssns.ts";
import { findSpelled, type Place, TIMES } from "./spelled-numbers.ts";

const RUN = /\+?\d(?:[\s\u00a0()./\u2010-\u2015-]*\d)+/gu;
/** A reference of an office: a year, then a running number. */
const REFERENCE = /^(?:19|20)\d\d\s?[-/:.\u2010-\u2015]\s?\d{1,6}$/u;

/** A day, or two of a period. */
const DATES = /^(?:19|20)\d\d-\d\d-\d\d(?:[\s\u2010-\u2015-]+(?:19|20)\d\d-\d\d-\d\d)?$/u;

/**
 * Whether a text that people write themselves (a purpose, the name of a profile) holds something like a telephone number or a
 * personal identity number, in digits or in words. Diary numbers such as "2026-01234" and amounts are none.
 */
export function holdsNumber(text: string, at: Date): boolean {
  return placesOf(text, at).length > 0;
}

/** What stands in the place of a number that was taken out. */
const TAKEN_OUT = "[…]";

/** The text without what `holdsNumber` finds: reasons are kept for years and read by others than their writer. */
export function withoutNumbers(text: string, at: Date): string {
  let left = "";
  let from = 0;
  for (const { start, end } of placesOf(text, at)) {
    if (end <= from) continue;
    // What overlaps is one number that was found twice.
    left += start >= from ? text.slice(from, start) + TAKEN_OUT : "";
    from = end;
  }
  return left + text.slice(from);
}

function placesOf(text: string, at: Date): Place[] {
  const runs = [...text.replace(TIMES, (time) => "\u0001".repeat(time.length)).matchAll(RUN)].filter(([run]) =>
    isNumber(run),
  );
  return [
    ...findSsns(text, at),
    ...runs.map(({ 0: run, index }) => ({ start: index, end: index + run.length })),
    ...findSpelled(text, at),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
}

function isNumber(run: string): boolean {
  if (REFERENCE.test(run) || DATES.test(run)) return false;
  return run.replace(/\D/g, "").length >= (/^(?:\+|0)/.test(run) ? 6 : 8);
}
