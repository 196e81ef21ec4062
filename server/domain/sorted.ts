/**
 * What a call is counted as beside what the PBX wrote: worked out when it is read, by rules of the company, and again when those
 * change. Small numbers that stand in rows for years: a code is never reused.
 */
export interface Sorted {
  /** Hundredths of the company's currency: by its tariff, or as the PBX says. */
  costCents: number | null;
  /** Bits of `THRESHOLDS` that it lies below; null = none. */
  apart: number | null;
  /** Code of `NATURES`; null = not told. */
  nature: number | null;
  /** Code of the category that stands where a number was shielded; null = none was. */
  category: number | null;
}

/** Bits of `call_record.apart`. */
export const THRESHOLDS = { duration: 1, ring: 2, cost: 4, unanswered: 8, internal: 16 } as const;
export type Threshold = keyof typeof THRESHOLDS;

/** By a rule, or by the hand of the person whose call it is: a rule never goes over a hand. */
export const NATURES = { business: 1, private: 2, "business-marked": 3, "private-marked": 4 } as const;
export type Nature = keyof typeof NATURES;
