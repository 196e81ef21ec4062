import { NUMBER_WORDS, SILENT_WORDS } from "./number-words.ts";
import { readSsn } from "./ssn.ts";

export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Numbers in a text that hide from a search for digits: written in Swedish or English words, with look-alike letters ("o7o"),
 * with digits of another script, or in groups with anything between them. What is found reads as a telephone or personal identity
 * number, or has as many digits as one; nobody writes eight number words in a row for another reason.
 */
export function findSpelled(text: string, at: Date): Place[] {
  const plain = text.replace(DAYS_AND_TIMES, (found) => "\u0001".repeat(found.length));
  return [
    ...runsOf(text).filter((run) => run.disguised && isLong(run)),
    ...runsOf(plain).filter((run) => !run.disguised && readsAsNumber(run, at)),
  ].map(({ start, end }) => ({ start, end }));
}

/** A time of day, as people write it beside days and numbers. */
export const TIMES = /\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b/g;
const DAYS_AND_TIMES = new RegExp(`\\b(?:19|20)\\d\\d-\\d\\d-\\d\\d\\b|${TIMES.source}`, "g");

interface Run extends Place {
  readonly digits: string;
  /** Not only with plain digits. */
  readonly disguised: boolean;
  readonly international: boolean;
}

function isLong({ digits, international }: Run): boolean {
  return digits.length >= (international || digits.startsWith("0") ? 6 : 8);
}

function readsAsNumber({ digits, international }: Run, at: Date): boolean {
  if (international || digits.startsWith("0")) return digits.length >= 8 && digits.length <= 15;
  return (digits.length === 10 || digits.length === 12) && readSsn(digits, at)?.valid === true;
}

/** Digits, letters, and a plus: what else there is stands between them. */
const TOKEN = /\p{Nd}+|\p{No}+|\p{L}+|\+/gu;
/** Marks and invisible signs cost nothing, of others four may stand between two groups. */
const BETWEEN = /^[^\p{L}\p{N}\u0001]{0,4}$/u;
/** They belong to the sign before them, e.g. the frame of a key. */
const MARKS = /^\p{M}+/u;
const INVISIBLE = /[\p{M}\p{Cf}]/gu;

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let open: { start: number; end: number; digits: string; disguised: boolean; international: boolean } | null = null;
  let until = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const near = BETWEEN.test(text.slice(until, index).replace(INVISIBLE, ""));
    if (open !== null && !near) open = close(runs, open);
    const read = readToken(token, text[index - 1] ?? "", text[index + token.length] ?? "");
    until = index + token.length;
    if (read === null) {
      open = close(runs, open);
    } else if (read.digits !== "" || read.plus) {
      if (read.plus) open = close(runs, open);
      open ??= { start: index, end: until, digits: "", disguised: false, international: read.plus };
      open.digits += read.digits;
      open.disguised ||= read.disguised;
      if (read.digits !== "") open.end = until + (MARKS.exec(text.slice(until, until + 4))?.[0].length ?? 0);
    }
  }
  close(runs, open);
  return runs;
}

function close(runs: Run[], run: Run | null): null {
  if (run !== null && run.digits !== "") runs.push(run);
  return null;
}

interface Read {
  readonly digits: string;
  readonly disguised: boolean;
  readonly plus: boolean;
}

/** null for what ends a run: any other word. */
function readToken(token: string, before: string, after: string): Read | null {
  if (token === "+") return { digits: "", disguised: false, plus: true };
  if (/^\d+$/.test(token)) return { digits: token, disguised: false, plus: false };
  if (/^\p{N}/u.test(token)) return { digits: [...token].map(digitOf).join(""), disguised: true, plus: false };
  const word = token.toLowerCase();
  if (word === "plus") return { digits: "", disguised: true, plus: true };
  if (SILENT_WORDS.has(word)) return { digits: "", disguised: false, plus: false };
  const spelled = wordsIn(word) ?? lookAlike(token, before, after);
  return spelled === null ? null : { digits: spelled, disguised: true, plus: false };
}

/** Of another script, in a circle, as a superscript. */
function digitOf(char: string): string {
  const known = /^\d/.exec(char.normalize("NFKC"))?.[0];
  if (known !== undefined) return known;
  const code = char.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? "" : String(code - zero);
}

const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];

/** Words written together too: "sjuttiofyra", "nollsjunoll". */
function wordsIn(word: string): string | null {
  let digits = "";
  for (let at = 0; at < word.length; ) {
    const found = NUMBER_WORDS.get(word.charAt(at))?.find(([name]) => word.startsWith(name, at));
    if (found === undefined) return null;
    at += found[0].length;
    digits += found[1];
  }
  return digits;
}

/** An o for a zero wherever digits are near; an l or I for a one only where a digit follows, since "100l" are litres. */
function lookAlike(token: string, before: string, after: string): string | null {
  if (/^[oO]+$/.test(token)) return "0".repeat(token.length);
  if (/^[oOlI]+$/.test(token) && /\p{Nd}/u.test(after)) return token.replace(/[oO]/g, "0").replace(/[lI]/g, "1");
  return /^[xX]$/.test(token) && /\p{Nd}/u.test(before) && /\p{Nd}/u.test(after) ? "" : null;
}
