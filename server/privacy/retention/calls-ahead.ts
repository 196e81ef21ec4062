import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { DATA_CLASSES, PRODUCTS, type Product } from "../../domain/codes.ts";
import { keptOn, type RuleSet } from "../../domain/retention.ts";
import { isCooled } from "../../domain/rule-change.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { countCallDays } from "../../store/index.ts";
import { NIGHTS, type NightRow } from "./nights.ts";
import type { RuleStep } from "./rule-effect.ts";

interface RulesOf {
  readonly now: { readonly rules: RuleSet };
  readonly ahead: readonly { readonly day: Day; readonly rules: RuleSet }[];
  readonly today: Day;
}

const ALL_PRODUCTS = Object.keys(PRODUCTS) as Product[];

/**
 * The facts of calls that the coming nights take. They have no key and no count of their own: the days in question are counted,
 * once for all products.
 */
export async function callsAhead(tx: Tx, companyId: number, { now, ahead, today }: RulesOf): Promise<NightRow[]> {
  const nights = ALL_PRODUCTS.flatMap((product) => nightsOf(product, { now, ahead, today }));
  const from = nights.map((night) => night.from).toSorted()[0];
  const before = nights
    .map((night) => night.before)
    .toSorted()
    .at(-1);
  if (from === undefined || before === undefined) return [];
  const counts = await countCallDays(tx, companyId, from, before);
  return nights.flatMap(({ product, day, from: first, before: end }) => {
    const own = counts.filter((row) => row.product === PRODUCTS[product] && row.callDay >= first && row.callDay < end);
    const held = own.reduce((sum, row) => sum + row.calls, 0);
    return held === 0 ? [] : [{ day, product: PRODUCTS[product], class: DATA_CLASSES.call, held }];
  });
}

interface CallNight {
  readonly product: Product;
  readonly day: Day;
  /** The days of calls that go with this night. */
  readonly from: Day;
  readonly before: Day;
}

function nightsOf(product: Product, { now, ahead, today }: RulesOf): CallNight[] {
  const nights: CallNight[] = [];
  let from = addDays(today, -kept(now.rules, product, today));
  for (let night = 1; night <= NIGHTS; night++) {
    const day = addDays(today, night);
    const rules = ahead.filter((step) => step.day <= day).at(-1)?.rules ?? now.rules;
    const before = addDays(day, -kept(rules, product, day));
    if (before <= from) continue;
    nights.push({ product, day, from, before });
    from = before;
  }
  return nights;
}

/** How many calls a shortened rule of theirs takes when it takes hold. */
export async function callsBefore(
  tx: Tx,
  ctx: Pick<CompanyContext, "company" | "clock">,
  steps: readonly RuleStep[],
  holdsOn: Day | null,
): Promise<number> {
  const on = holdsOn ?? dayIn(ctx.company.timeZone, ctx.clock());
  let calls = 0;
  for (const { product, class: cls, before, after } of steps) {
    if (cls !== "call" || !isCooled(before, after) || after.keptDays === null) continue;
    const from = before.keptDays === null ? EVER : addDays(on, -before.keptDays);
    const counts = await countCallDays(tx, ctx.company.id, from, addDays(on, -after.keptDays));
    calls += counts.reduce((sum, row) => sum + (row.product === PRODUCTS[product] ? row.calls : 0), 0);
  }
  return calls;
}

const EVER: Day = "1900-01-01";
/** Longer than any rule: nothing goes. */
const LONGEST_DAYS = 36_500;

function kept(rules: RuleSet, product: Product, day: Day): number {
  return keptOn(rules.rule(product, "call"), day) ?? LONGEST_DAYS;
}
