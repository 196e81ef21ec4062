import type { DecodeContext } from "../../driver.ts";
import { readLength } from "../lengths.ts";
import { readClock } from "../moments.ts";
import type { SampleColumn } from "./column.ts";
import { type ReadDates, readDays, readStamps } from "./date-order.ts";
import { OUTCOME_WORDS, plainWord, WAY_WORDS } from "./header-words.ts";

/** What the values of a column look like, all of them. */
export interface Traits {
  readonly column: SampleColumn;
  /** Those that are not blank. */
  readonly values: readonly string[];
  readonly stamps: ReadDates | null;
  readonly days: ReadDates | null;
  /** Times of day, written with a sign between their pieces. */
  readonly clock: boolean;
  /** Lengths of time: with signs between, digits that are hours, minutes and seconds, or whole counts. */
  readonly length: "clock" | "count" | null;
  /** Shares of the values that look like an outside number, and like an extension. */
  readonly outside: number;
  readonly extension: number;
  readonly ways: ReadonlyMap<string, keyof typeof WAY_WORDS> | null;
  readonly outcomes: ReadonlyMap<string, keyof typeof OUTCOME_WORDS> | null;
  readonly amounts: boolean;
}

export function traitsOf(column: SampleColumn, site: Omit<DecodeContext, "state">): Traits {
  const values = column.values.filter((text) => text !== "");
  const all = (test: (text: string) => boolean) => values.length > 0 && values.every(test);
  const share = (test: (text: string) => boolean) =>
    values.length === 0 ? 0 : values.filter(test).length / values.length;
  const clock = all((text) => /[:.]/.test(text) && isClock(text));
  return {
    column,
    values,
    stamps: readStamps(values, site),
    days: readDays(values, site),
    clock,
    length: all((text) => /[:']/.test(text) && readLength(text, "clock") !== null)
      ? "clock"
      : all((text) => /^\d{1,7}(?:[.,]\d{1,3})?$/.test(text))
        ? "count"
        : null,
    outside: share(isOutside),
    extension: share((text) => /^[1-9•][\d•]{1,4}$/.test(text)),
    ways: wordsIn(values, WAY_WORDS),
    outcomes: wordsIn(values, OUTCOME_WORDS),
    amounts: all((text) => /^[^\d]{0,3}\d{1,6}[.,]\d{2,4}[^\d]{0,4}$/.test(text)),
  };
}

function isClock(text: string): boolean {
  const read = readClock(text);
  return read !== null && read.hour < 24 && read.minute < 60 && (read.second ?? 0) < 60;
}

/** Six digits or more, masked ones too, perhaps with a plus, blanks and hyphens; a SIP address with such a user; or nobody's. */
function isOutside(text: string): boolean {
  if (/^(?:anonymous|withheld|private|unknown|hemligt|skyddat|restricted)$/i.test(text)) return true;
  const user = /^(?:"[^"]*" ?)?<?(?:sips?|tel):([^@;>]+)/i.exec(text)?.[1] ?? text;
  const digits = user.replaceAll(/[\s()/-]/g, "");
  return /^\+?[\d•]{6,20}$/.test(digits);
}

/** What each of a few words means; null unless all of them are known. */
function wordsIn<T extends string>(
  values: readonly string[],
  lists: Readonly<Record<T, readonly string[]>>,
): ReadonlyMap<string, T> | null {
  const distinct = [...new Set(values)];
  if (distinct.length === 0 || distinct.length > 8) return null;
  const found = new Map<string, T>();
  for (const text of distinct)
    for (const meaning in lists) if (lists[meaning].includes(plainWord(text))) found.set(text, meaning);
  return found.size === distinct.length ? found : null;
}
