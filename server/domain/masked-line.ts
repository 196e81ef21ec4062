import { MASK } from "./mask.ts";
import { LAST_FOUR, type Sight, seenAs, stricter } from "./sight.ts";

/** How the text of a line that nobody understood is shown: nothing says which digits in it are whose. */
export interface LineSight {
  /** So many digits of each number are hidden at the least; null = all are shown. */
  readonly hides: number | null;
  /** Numbers are digits from so many on. */
  readonly fewest: number;
  readonly letters: boolean;
}

const NUMBER = 6;
const EXTENSION = 2;

/**
 * What a profile lets somebody see of such a line. null = nothing: any number in it may be of a kind that the profile hides. Where
 * names are not shown, whoever may not reveal them sees no letters either.
 */
export function lineSight(sight: Sight, revealsNames: boolean): LineSight | null {
  const numbers = stricter(stricter(seenAs(sight, "phone"), seenAs(sight, "ssn")), sight.extension);
  if (numbers === "hidden" || sight.ssn_truncated === "hidden") return null;
  const isMasked = numbers === "masked" || sight.ssn_truncated === "masked";
  const most = sight.maskDigits === "all" ? Number.POSITIVE_INFINITY : Math.max(LAST_FOUR, sight.maskDigits);
  return {
    hides: isMasked ? most : null,
    fewest: sight.extension === "shown" ? NUMBER : EXTENSION,
    letters: sight.name === "shown" || (sight.name === "masked" && revealsNames),
  };
}

/** Digits that may belong together however they are written: over blanks, brackets, dashes, and the NULs of wider character sets. */
const RUN = /\p{Nd}(?:[\s\p{Cc}()./+\u2010-\u2015\u2212-]{0,3}\p{Nd})*/gu;
/** A moment to the minute: no number is written with a colon. */
const MOMENT = /(?<!\p{Nd})(?:19|20)\d\d([-/.])\d\d\1\d\d[ T]\d\d(?=:\d\d)/gu;
const LETTERS = /\p{L}{2,}/gu;
const DIGIT = /\p{Nd}/u;
/** Where a number begins is told, and what it is not: two numbers side by side cannot be told from a long one. */
const MOST_SHOWN = 4;

export function maskLine(text: string, sight: LineSight): string {
  const shown = sight.letters ? text : text.replace(LETTERS, (word) => MASK.repeat([...word].length));
  if (sight.hides === null) return shown;
  let masked = "";
  let from = 0;
  for (const { index, 0: moment } of shown.matchAll(MOMENT)) {
    masked += maskRuns(shown.slice(from, index), sight) + moment;
    from = index + moment.length;
  }
  return masked + maskRuns(shown.slice(from), sight);
}

function maskRuns(text: string, { hides, fewest }: LineSight): string {
  return text.replace(RUN, (run) => {
    const chars = [...run];
    const digits = chars.filter((char) => DIGIT.test(char)).length;
    if (digits < fewest) return run;
    let left = Math.max(0, Math.min(MOST_SHOWN, digits - (hides ?? 0)));
    return chars.map((char) => (DIGIT.test(char) && left-- <= 0 ? MASK : char)).join("");
  });
}
