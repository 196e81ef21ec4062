/** Where and when a judge and the product disagreed, so that a rare one can be followed: no number of anybody is in it. */
export type Mismatch = "late" | "early" | "search finds what is gone" | "search misses what is there";

const MOST_TOLD = 40;

/** Keeps the first of them: one stuck day counts at every look. */
export function tellMismatch(
  told: string[],
  what: Mismatch,
  zone: string,
  at: number,
  rule: string,
  date: string,
): void {
  if (told.length < MOST_TOLD) told.push(`${zone} ${new Date(at).toISOString()} ${what}: ${rule} of ${date}`);
}
