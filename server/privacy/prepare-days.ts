import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { DATA_CLASSES, nameOf, PRODUCTS } from "../domain/codes.ts";
import { destroyAt, expiresOn, type Rule } from "../domain/retention.ts";
import { addDays, dayIn } from "../domain/zoned-time.ts";
import { ensureSlices, type SliceSpec } from "../keyring/index.ts";
import { ensureDays, ensureMonths, listCompanies, listSources } from "../store/index.ts";
import { companyRules } from "./retention/company-rules.ts";

/** Keys and partitions are made so many days ahead, so that one lost backup cannot lose a day. */
export const AHEAD_DAYS = 3;

/** Makes the day keys and partitions of the coming days for every company, by its rules and the products it has sources of. */
export async function prepareDays(installation: Installation, signal?: AbortSignal): Promise<number> {
  const keeper = door(installation, "keeper");
  let made = 0;
  for (const company of await listCompanies(keeper)) {
    signal?.throwIfAborted();
    const { rules, products } = await withCompany(door(installation, "web"), company.id, async (tx) => ({
      rules: await companyRules(tx, company.id),
      products: new Set((await listSources(tx, company.id)).map((source) => nameOf(PRODUCTS, source.product))),
    }));
    const specs: SliceSpec[] = [];
    const today = dayIn(company.timeZone, installation.clock());
    for (let ahead = 0; ahead <= AHEAD_DAYS; ahead++) {
      const day = addDays(today, ahead);
      for (const product of products) {
        if (product === undefined) continue;
        const raw = (["phone", "ssn"] as const).map((cls) => rules.rawRule(product, [cls]));
        const all = [...PARTIES.map((cls) => rules.rule(product, cls)), ...raw, rules.undefinedRule(product)];
        for (const rule of all) specs.push(specOf(rule, day, company.timeZone));
      }
    }
    await ensureDays(keeper, new Set(specs.map((spec) => spec.expiresOn)));
    await ensureMonths(keeper, new Set(specs.map((spec) => spec.callDay)));
    await ensureSlices(installation.keyring, company.id, unique(specs));
    made += specs.length;
  }
  return made;
}

const PARTIES = ["phone", "ssn", "ssn_truncated"] as const;

function specOf(rule: Rule, day: string, zone: string): SliceSpec {
  const end = expiresOn(day, day, rule);
  return {
    product: PRODUCTS[rule.product],
    class: DATA_CLASSES[rule.class],
    callDay: day,
    expiresOn: end,
    destroyAt: destroyAt(end, zone),
  };
}

function unique(specs: readonly SliceSpec[]): SliceSpec[] {
  return [
    ...new Map(specs.map((spec) => [`${spec.product} ${spec.class} ${spec.callDay} ${spec.expiresOn}`, spec])).values(),
  ];
}
