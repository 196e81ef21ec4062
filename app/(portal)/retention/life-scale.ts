/** The bars of all rules stand on one line of days, on a square-root scale: 7 and 1,095 days both show. */
export const WIDTH = 420;
const LONGEST_DAYS = 1095;
export const SCALE_DAYS = [7, 30, 120, 365, 1095] as const;

/** Where a number of days after the call stands; a rule that is switched off has no end. */
export function xOf(days: number | null): number {
  if (days === null) return WIDTH;
  return Math.max(3, Math.sqrt(Math.min(days, LONGEST_DAYS) / LONGEST_DAYS) * WIDTH);
}
