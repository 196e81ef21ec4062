import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import type { DataClass, Product } from "../../domain/codes.ts";
import { changesOf, type RuleAction, type RuleChange } from "../../domain/rule-change.ts";
import { companyRules } from "./company-rules.ts";

/** A rule by its action and one number of days, as the command line says it. Without an action the days are the rule's own. */
export async function changesFor(
  web: Sql,
  companyId: number,
  wanted: { product: Product; class: DataClass; days: number | null; action: RuleAction | undefined },
): Promise<RuleChange[]> {
  const { product, class: cls, days, action } = wanted;
  if (action === undefined) return [{ product, class: cls, keptDays: days }];
  const rules = await withCompany(web, companyId, (tx) => companyRules(tx, companyId));
  return changesOf(action, { product, class: cls, days }, rules);
}
