import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { effectiveRules, type Rule, type RuleSet } from "../../domain/retention.ts";
import type { RuleState } from "../../domain/rule-change.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";
import { listRules, readDisposal, ssnEndedAt } from "../../store/index.ts";

/** The rules that hold in a company: its own, the defaults where it has none, and no longer or shorter than it has decided. */
export async function companyRules(tx: Tx, companyId: number): Promise<RuleSet> {
  const ended = await ssnEndedAt(tx, companyId);
  return effectiveRules(asRules(await listRules(tx, companyId)), await readDisposal(tx, companyId), {
    // The day before in every zone: what is stored ends now, and not at the midnight to come.
    ssnOn: ended === null ? null : addDays(ended.toISOString().slice(0, 10), -1),
  });
}

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
    return product === undefined || dataClass === undefined
      ? []
      : [
          {
            product,
            class: dataClass,
            keptDays: row.keptDays,
            maskedAfterDays: row.maskedAfterDays,
            disabledUntil: row.disabledUntil ?? null,
            formerDays: row.formerDays ?? null,
          },
        ];
  });
}

/** How one rule stands. Names are not stored at all where the company has no rule of its own for them. */
export function stateOf(own: readonly Rule[], product: Product, dataClass: DataClass): RuleState {
  const rules = effectiveRules(own);
  const { keptDays, maskedAfterDays = null } = rules.rule(product, dataClass);
  return { keptDays, maskedAfterDays, stored: dataClass !== "name" || rules.keepsNames(product) };
}
