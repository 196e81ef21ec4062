import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../../domain/codes.ts";
import { effectiveRules, type Rule, type RuleSet } from "../../domain/retention.ts";
import { listRules } from "../../store/index.ts";

/** The rules that hold in a company: its own, and the defaults where it has none. */
export async function companyRules(tx: Tx, companyId: number): Promise<RuleSet> {
  return effectiveRules(asRules(await listRules(tx, companyId)));
}

/** Rows with codes that this release does not know are left out; the defaults hold for them. */
export function asRules(rows: readonly { product: number; class: number; keptDays: number | null }[]): Rule[] {
  return rows.flatMap((row) => {
    const product = nameOf(PRODUCTS, row.product);
    const dataClass = nameOf(DATA_CLASSES, row.class);
    return product === undefined || dataClass === undefined
      ? []
      : [{ product, class: dataClass, keptDays: row.keptDays }];
  });
}
