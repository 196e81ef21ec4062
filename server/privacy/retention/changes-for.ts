import type { DataClass, Product } from "../../domain/codes.ts";
import { changesOf, type RuleAction, type RuleChange } from "../../domain/rule-change.ts";

/** A rule by its action and one number of days, as the command line says it. Without an action the days are the rule's own. */
export function changesFor(wanted: {
  product: Product;
  class: DataClass;
  days: number | null;
  action: RuleAction | undefined;
}): RuleChange[] {
  const { product, class: cls, days, action } = wanted;
  if (action === undefined) return [{ product, class: cls, keptDays: days }];
  return changesOf(action, { product, class: cls, days });
}
