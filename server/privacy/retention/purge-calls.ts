import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { DATA_CLASSES, PRODUCTS, type Product } from "../../domain/codes.ts";
import { keptOn } from "../../domain/retention.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { addPurges, CALLS_AT_ONCE, deleteCalls } from "../../store/index.ts";
import { companyRules } from "./company-rules.ts";

/**
 * The facts of calls whose rule has ended. They hold no identifier and have no key of their own, so that they go by rows, a
 * batch a transaction; killed in between, the next run goes on. Answers how many went.
 */
export async function purgeCalls(work: Installation & { company: Company }, signal?: AbortSignal): Promise<number> {
  const { company } = work;
  const keeper = door(work, "keeper");
  const rules = await withCompany(keeper, company.id, (tx) => companyRules(tx, company.id));
  const today = dayIn(company.timeZone, work.clock());
  let all = 0;
  for (const product of Object.keys(PRODUCTS) as Product[]) {
    const keptDays = keptOn(rules.rule(product, "call"), today);
    if (keptDays === null) continue;
    const code = PRODUCTS[product];
    for (let gone = CALLS_AT_ONCE; gone === CALLS_AT_ONCE; ) {
      signal?.throwIfAborted();
      gone = await withCompany(keeper, company.id, async (tx) => {
        const count = await deleteCalls(tx, company.id, code, addDays(today, -keptDays));
        const row = { companyId: company.id, product: code, class: DATA_CLASSES.call, expiresOn: today };
        if (count > 0) await addPurges(tx, [{ ...row, wentAt: work.clock(), held: count }]);
        return count;
      });
      all += gone;
    }
  }
  return all;
}
