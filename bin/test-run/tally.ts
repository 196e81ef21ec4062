/** Counts over checks and tests; the last line of `npm test`. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
