import type { Words } from "./words.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** "1.4 MB"; one decimal from kB on. */
export function bytes(count: number, words: Words): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${words.number(power === 0 ? value : Number(value.toFixed(1)))} ${UNITS[power]}`;
}
