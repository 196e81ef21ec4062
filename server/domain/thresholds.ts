import { DIRECTIONS, DISPOSITIONS } from "./codes.ts";
import { THRESHOLDS } from "./sorted.ts";

/** Below what a call is kept apart; null and false: that is no reason. */
export interface Limits {
  readonly durationSeconds: number | null;
  readonly ringSeconds: number | null;
  /** Hundredths of the company's currency. */
  readonly costCents: number | null;
  readonly unanswered: boolean;
  readonly internal: boolean;
}

export const NO_LIMITS: Limits = {
  durationSeconds: null,
  ringSeconds: null,
  costCents: null,
  unanswered: false,
  internal: false,
};

/** The limits of a company; a source that has its own goes by those alone. */
export interface LimitsOf {
  readonly company: Limits;
  readonly sources: ReadonlyMap<number, Limits>;
}

export function limitsOf({ company, sources }: LimitsOf, sourceId: number): Limits {
  return sources.get(sourceId) ?? company;
}

/** Stored facts of a call, in their codes. */
export interface Measured {
  readonly durationSeconds: number;
  readonly ringSeconds: number | null;
  readonly costCents: number | null;
  readonly direction: number | null;
  readonly disposition: number | null;
}

/**
 * Bits of the thresholds that a call lies below; null = none. What the telephone system does not tell (ring time, cost, whether
 * anybody answered) is no reason. `data.sorted_anew` says the same of stored calls, and a test holds the two together.
 */
export function apartOf(call: Measured, limits: Limits): number | null {
  const below = (value: number | null, limit: number | null) => value !== null && limit !== null && value < limit;
  let bits = 0;
  if (below(call.durationSeconds, limits.durationSeconds)) bits |= THRESHOLDS.duration;
  if (below(call.ringSeconds, limits.ringSeconds)) bits |= THRESHOLDS.ring;
  if (below(call.costCents, limits.costCents)) bits |= THRESHOLDS.cost;
  if (limits.unanswered && call.disposition !== null && call.disposition !== DISPOSITIONS.answered)
    bits |= THRESHOLDS.unanswered;
  if (limits.internal && call.direction === DIRECTIONS.internal) bits |= THRESHOLDS.internal;
  return bits === 0 ? null : bits;
}

/** Whether these limits keep anything apart at all. */
export function keepsApart(limits: Limits): boolean {
  const { durationSeconds, ringSeconds, costCents, unanswered, internal } = limits;
  return (
    unanswered || internal || [durationSeconds, ringSeconds, costCents].some((limit) => limit !== null && limit > 0)
  );
}
