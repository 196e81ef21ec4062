import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { keptOn } from "../domain/retention.ts";
import { type Day, dayIn } from "../domain/zoned-time.ts";
import { companyRules } from "./retention/company-rules.ts";

export interface DisabledRules {
  readonly count: number;
  /** When the first of them holds again by itself; null where none is switched off. */
  readonly until: Day | null;
}

/** How many rules are switched off at this moment: every page of the company says so while there is one. */
export async function showDisabled(ctx: CompanyContext): Promise<DisabledRules> {
  authoriseCompany(ctx, "overview.see");
  const today = dayIn(ctx.company.timeZone, ctx.clock());
  const rules = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => companyRules(tx, ctx.company.id));
  const off = rules.all.filter((rule) => rule.undecided !== true && keptOn(rule, today) === null);
  const ends = off.flatMap((rule) => (rule.disabledUntil == null ? [] : [rule.disabledUntil])).toSorted();
  return { count: off.length, until: ends[0] ?? null };
}
