import { findSsns } from "./find-ssns.ts";

const RUN = /\+?\d(?:[\s\u00a0()./\u2010-\u2015-]*\d)+/gu;
/** A reference of an office: a year, then a running number. */
const REFERENCE = /^(?:19|20)\d\d\s?[-/:.\u2010-\u2015]\s?\d{1,6}$/u;

/**
 * Whether a text that people write themselves (a purpose, the name of a profile) holds something like a telephone number or a
 * personal identity number. Diary numbers such as "2026-01234" and amounts are none.
 */
export function holdsNumber(text: string, at: Date): boolean {
  if (findSsns(text, at).length > 0) return true;
  for (const [run] of text.matchAll(RUN)) {
    if (REFERENCE.test(run)) continue;
    const digits = run.replace(/\D/g, "").length;
    if (digits >= (/^(?:\+|0)/.test(run) ? 6 : 8)) return true;
  }
  return false;
}
