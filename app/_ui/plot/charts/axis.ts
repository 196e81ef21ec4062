import type { Words } from "../../words.ts";

/** The look both axes share. */
export const AXIS = {
  tickLine: false,
  axisLine: false,
  tick: { fill: "var(--ink-3)", fontSize: 11 },
} as const;

/** 12,400 as "12.4k" beside an axis, in the language's own way. */
export function short(value: number, words: Words): string {
  return new Intl.NumberFormat(words.language === "sv" ? "sv-SE" : "en-GB", {
    notation: "compact",
    maximumFractionDigits: value < 1 ? 2 : 1,
  }).format(value);
}
