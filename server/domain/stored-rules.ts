import { DATA_CLASSES, nameOf, PRODUCTS } from "./codes.ts";
import type { Rule } from "./retention.ts";
import type { Day } from "./zoned-time.ts";

/** A rule with its codes, as the database has it. `keptDays` null = switched off. */
export interface StoredRule {
  readonly product: number;
  readonly class: number;
  readonly keptDays: number | null;
  /** Days after which it is shown masked to everybody; null = never. */
  readonly maskedAfterDays: number | null;
  /** The day on which a rule that is switched off holds again by itself. */
  readonly disabledUntil?: Day | null;
  /** What it kept before it was switched off; null = the default. */
  readonly formerDays?: number | null;
}

/** Rows with codes that this release does not know are left out; the defaults hold for them. */
export function asRules(rows: readonly StoredRule[]): Rule[] {
  return rows.flatMap((row) => {
    const product = nameOf(PRODUCTS, row.product);
    const dataClass = nameOf(DATA_CLASSES, row.class);
    if (product === undefined || dataClass === undefined) return [];
    const { keptDays, maskedAfterDays, disabledUntil = null, formerDays = null } = row;
    return [{ product, class: dataClass, keptDays, maskedAfterDays, disabledUntil, formerDays }];
  });
}
