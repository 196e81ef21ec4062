/** What stands in the place of a number that somebody wrote into free text. */
export const TAKEN_OUT = "[…]";

/**
 * Free text without telephone and personal identity numbers, in any notation. What people write as a reason is kept for years
 * and read by others; case numbers such as "2026-00123" or "KS 2026/417" stay.
 */
export function withoutNumbers(text: string): string {
  return text.replace(RUN, (run: string) => (isNumber(run) ? TAKEN_OUT : run));
}

/** Digits with what people put between them; the hyphens of every script's keyboard are one. */
const RUN = /\+?\(?\d(?:[\d() .+\-\u2010-\u2015\u00a0\u202f/]*\d)?/g;
const CASE = /^(?:19|20)\d\d[-/:. ]\d{1,6}$/;

function isNumber(run: string): boolean {
  const digits = run.replace(/\D/g, "");
  if (digits.length < 7 || CASE.test(run)) return false;
  // Two dates, or the hours of a period, are no number; everything else of this length may be one.
  return !/^\d{4}-\d{2}-\d{2}(?:[ /.-]+\d{4}-\d{2}-\d{2})?$/.test(run);
}
