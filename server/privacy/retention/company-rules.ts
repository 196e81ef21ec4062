import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { effectiveRules, type Rule, ruleOn, type RuleSet } from "../../domain/retention.ts";
import type { RuleState } from "../../domain/rule-change.ts";
import { asRules } from "../../domain/stored-rules.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";
import { type ChangeRow, listRules, readDisposal, ssnEndedAt } from "../../store/index.ts";

/** The rules that hold in a company: its own, the defaults where it has none, and no longer or shorter than it has decided. */
export async function companyRules(tx: Tx, companyId: number): Promise<RuleSet> {
  return (await ruleParts(tx, companyId)).rulesOf(await ownRules(tx, companyId));
}

/** A company's own rules as rules, whatever stands above them. */
export async function ownRules(tx: Tx, companyId: number): Promise<Rule[]> {
  return asRules(await listRules(tx, companyId));
}

/** What stands above a company's own rules, so that others may be tried under it. */
export interface RuleParts {
  rulesOf(own: readonly Rule[]): RuleSet;
}

export async function ruleParts(tx: Tx, companyId: number): Promise<RuleParts> {
  const disposal = await readDisposal(tx, companyId);
  const ended = await ssnEndedAt(tx, companyId);
  // The day before in every zone: what is stored ends now, and not at the midnight to come.
  const ssnOn = ended === null ? null : addDays(ended.toISOString().slice(0, 10), -1);
  return { rulesOf: (own) => effectiveRules(own, disposal, { ssnOn }) };
}

/** How one rule stands on a day. Names are not stored at all where the company has no rule of its own for them. */
export function stateOf(
  own: readonly Rule[],
  { product, class: dataClass }: Pick<Rule, "product" | "class">,
  day: Day,
  cooling: readonly Cooling[] = [],
): RuleState {
  const rules = effectiveRules(own);
  const rule = ruleOn(rules.rule(product, dataClass), day);
  const { keptDays, maskedAfterDays = null, disabledUntil = null, formerDays = null } = rule;
  const aims = cooling.filter((one) => one.product === product && one.class === dataClass).map((one) => one.keptDays);
  return {
    keptDays,
    maskedAfterDays,
    stored: dataClass !== "name" || rules.keepsNames(product),
    ...(keptDays === null ? { disabledUntil, formerDays } : {}),
    ...(aims.length === 0 ? {} : { coolsTo: Math.min(...aims) }),
  };
}

/** A shortening in its cool-down. */
export interface Cooling {
  readonly product: Product;
  readonly class: DataClass;
  readonly keptDays: number;
  readonly holdsOn: Day;
}

/** Rows of shortenings in their cool-down, the first to take hold before the others. */
export function coolingOf(rows: readonly ChangeRow[]): Cooling[] {
  return rows.flatMap((row) => {
    const product = nameOf(PRODUCTS, row.product);
    const dataClass = nameOf(DATA_CLASSES, row.class);
    return product === undefined || dataClass === undefined || row.toDays === null || row.holdsOn === null
      ? []
      : [{ product, class: dataClass, keptDays: row.toDays, holdsOn: row.holdsOn }];
  });
}
