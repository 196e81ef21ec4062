import { DATA_CLASSES, nameOf, PRODUCTS } from "./codes.ts";
import type { Rule } from "./retention.ts";
import type { Day } from "./zoned-time.ts";

interface StoredRule {
  readonly product: number;
  readonly class: number;
  readonly keptDays: number | null;
  readonly maskedAfterDays: number | null;
  readonly disabledUntil?: Day | null;
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
