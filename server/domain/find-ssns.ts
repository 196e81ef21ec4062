import { type ReadSsn, readSsn } from "./ssn.ts";

export interface FoundSsn {
  readonly start: number;
  readonly end: number;
  readonly ssn: ReadSsn;
}

const CANDIDATE =
  /(?<![\d+])(?:\d{2})?\d{6}(?:[-+\u2010-\u2015 ]?(?:\d{4}|[TRSUWXJKLMN]\d{3}|[Xx*•]{4}))(?![\dA-Za-z])/g;

/**
 * Personal identity numbers in free text, with their places. Ten bare digits beginning with 0 are taken for a telephone
 * number, everything else must have the right check digit or a written form that only such a number has.
 */
export function findSsns(text: string, at: Date): FoundSsn[] {
  const found: FoundSsn[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const ssn = readSsn(match[0], at);
    if (ssn === null || !(ssn.valid || /[-+]/.test(match[0]))) continue;
    if (/^0\d{9}$/.test(match[0])) continue;
    found.push({ start: match.index, end: match.index + match[0].length, ssn });
  }
  return found;
}
