import { AppError } from "./app-error.ts";
import type { DataClass, Product } from "./codes.ts";
import { MASKABLE } from "./retention.ts";
import { addDays, type Day } from "./zoned-time.ts";

/**
 * What a rule may do (RET-02). Truncating is the full form of a personal identity number ending while its truncated form
 * lives on; archiving before the end waits for the archive itself and cannot be chosen yet.
 */
export const RULE_ACTIONS = { delete: 1, truncate: 2, mask: 3, archive: 4 } as const;
export type RuleAction = keyof typeof RULE_ACTIONS;

/** How a rule stands, or should stand. */
export interface RuleState {
  /** null = switched off. */
  readonly keptDays: number | null;
  readonly maskedAfterDays: number | null;
  /** False where nothing of the kind is stored at all: names, until a company asks for them. */
  readonly stored: boolean;
  /** A shortening in its cool-down: what the rule will keep. Whoever wants more than that loosens. */
  readonly coolsTo?: number;
  /** While it is switched off: the day on which the rule holds again by itself, and what it keeps then. */
  readonly disabledUntil?: Day | null;
  readonly formerDays?: number | null;
}

export interface RuleChange {
  readonly product: Product;
  readonly class: DataClass;
  /** Left out: as it is, a shortening in its cool-down included. */
  readonly keptDays?: number | null | undefined;
  /** Left out: as it is. */
  readonly maskedAfterDays?: number | null | undefined;
  /** A rule that is switched off stays so for twelve months more. */
  readonly renew?: boolean | undefined;
}

export type Direction = "shorter" | "longer" | "same";

/** Longer, off, masked later, or stored at all where it was not: each of these is a loosening, whatever else gets shorter. */
export function directionOf(before: RuleState, after: RuleState): Direction {
  if (loosens(before, after)) return "longer";
  return aimOf(before) === aimOf(after) && days(before.maskedAfterDays) === days(after.maskedAfterDays)
    ? "same"
    : "shorter";
}

/**
 * What of a change holds at once: values masked earlier, which destroys nothing. Fewer days wait for their cool-down, and more
 * of anything for the company's word.
 */
export function partAtOnce(before: RuleState, after: RuleState): RuleState {
  return { ...before, maskedAfterDays: shorter(before.maskedAfterDays, after.maskedAfterDays) };
}

/** Whether a change takes days away, and so has a cool-down before anything is destroyed by it. */
export function isCooled(before: RuleState, after: RuleState): boolean {
  return before.stored && aimOf(after) < aimOf(before);
}

/** Whether a change keeps longer than the rule does, or than it is about to. */
export function isBeyondAim(before: RuleState, after: RuleState): boolean {
  return aimOf(after) > aimOf(before);
}

/** What the company's word lets through: what loosens. What else the change would take away has a cool-down of its own. */
export function loosenedPart(before: RuleState, after: RuleState): RuleState {
  if (!before.stored) return after;
  return {
    keptDays: later(before.keptDays, after.keptDays),
    maskedAfterDays: later(before.maskedAfterDays, after.maskedAfterDays),
    stored: true,
  };
}

/** Whole calendar days after the day on which a shortening was asked for; it holds from the midnight that ends the last one. */
export const COOL_DOWN_DAYS = 7;

/** The day with whose midnight a shortening that is asked for today takes hold. */
export function coolsUntil(today: Day): Day {
  return addDays(today, COOL_DOWN_DAYS + 1);
}

/** A rule that is switched off today holds again by itself twelve months later. */
export function disabledUntil(today: Day): Day {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + 1, month - 1, Math.min(day, last))).toISOString().slice(0, 10);
}

/** How short and how long the operator lets a class be kept. */
export interface Bound {
  readonly class: DataClass;
  readonly shortestDays: number | null;
  readonly longestDays: number | null;
}

/** Which side of the operator's bound a number of days lies beyond; null when it lies within. */
export function beyondBound(
  keptDays: number | null,
  bound: Pick<Bound, "shortestDays" | "longestDays"> | undefined,
): "short" | "long" | null {
  if (bound === undefined) return null;
  if (bound.longestDays !== null && days(keptDays) > bound.longestDays) return "long";
  return bound.shortestDays !== null && days(keptDays) < bound.shortestDays ? "short" : null;
}

/** How a rule would stand after a change. Days that are left out stay, and so does what they are about to become. */
export function stateAfter(before: RuleState, { keptDays, maskedAfterDays }: RuleChange): RuleState {
  const masked = maskedAfterDays === undefined ? before.maskedAfterDays : maskedAfterDays;
  if (keptDays !== undefined) return { keptDays, maskedAfterDays: masked, stored: true };
  const cools = before.coolsTo === undefined ? {} : { coolsTo: before.coolsTo };
  return { keptDays: before.keptDays, maskedAfterDays: masked, stored: before.stored, ...cools };
}

/** What an action means in days. Throws AppError "bad-input" with what to do where it cannot be. */
export function changesOf(
  action: RuleAction,
  target: { readonly product: Product; readonly class: DataClass; readonly days: number | null },
): RuleChange[] {
  const { product, class: cls, days: wanted } = target;
  switch (action) {
    case "archive":
      throw refuse(
        "Archiving is not possible yet. Choose delete, truncate or mask; take an export first where it is needed.",
      );
    case "mask":
      checkMaskable(cls);
      return [{ product, class: cls, maskedAfterDays: wanted }];
    case "truncate":
      if (cls !== "ssn") throw refuse("Only a full personal identity number (class ssn) can be truncated.");
      return [{ product, class: cls, keptDays: wanted }];
    case "delete":
      // The whole number goes: its truncated form may not outlive it.
      return cls === "ssn"
        ? [
            { product, class: "ssn", keptDays: wanted },
            { product, class: "ssn_truncated", keptDays: wanted },
          ]
        : [{ product, class: cls, keptDays: wanted }];
  }
}

/** Throws AppError "bad-input" where a rule would say something that can never happen. */
export function checkState(cls: DataClass, state: RuleState): void {
  if (state.maskedAfterDays === null) return;
  checkMaskable(cls);
  if (state.keptDays !== null && state.maskedAfterDays >= state.keptDays) {
    throw refuse(
      `Masked after ${state.maskedAfterDays} days would never happen: it is deleted after ${state.keptDays}. Name fewer days.`,
    );
  }
}

function checkMaskable(cls: DataClass): void {
  if (!MASKABLE.includes(cls))
    throw refuse("Only numbers, identity numbers and names are shown, so only they can be masked.");
}

function loosens(before: RuleState, after: RuleState): boolean {
  return (
    (after.stored && !before.stored) ||
    aimOf(after) > aimOf(before) ||
    days(after.maskedAfterDays) > days(before.maskedAfterDays)
  );
}

function aimOf(state: RuleState): number {
  return Math.min(days(state.keptDays), state.coolsTo ?? Number.POSITIVE_INFINITY);
}

function shorter(a: number | null, b: number | null): number | null {
  return days(a) <= days(b) ? a : b;
}

function later(a: number | null, b: number | null): number | null {
  return days(a) >= days(b) ? a : b;
}

function days(kept: number | null): number {
  return kept ?? Number.POSITIVE_INFINITY;
}

function refuse(text: string): AppError {
  return new AppError("bad-input", text);
}
