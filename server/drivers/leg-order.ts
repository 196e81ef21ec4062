import type { DecodedLeg } from "./driver.ts";

/**
 * Puts legs that nothing else orders into the same order whatever order they came in: by their part, then by what they say. Told
 * at length only where the parts are the same, since that costs more than all the rest of joining.
 */
export function byWords(a: DecodedLeg, b: DecodedLeg): number {
  return compare(a.part, b.part) || (a === b ? 0 : compare(said(a), said(b)));
}

function said({ record: { values, ...facts } }: DecodedLeg): string {
  return JSON.stringify([facts, values.map((value) => [value.role, value.class, value.text])]);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
