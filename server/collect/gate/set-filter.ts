import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { filterSettings, NO_FILTER } from "../../domain/filter/filter-settings.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { readGate, requireVersion, setGate } from "../../store/gate.ts";
import { listSources } from "../../store/sources.ts";
import { checkRules, RulesInput, withIds } from "./filter-input.ts";
import { type FilterView, showFilter } from "./show-filter.ts";

export const SetFilterInput = RulesInput.extend({
  /** The version that was looked at. */
  version: z.int().nonnegative(),
  reason: z.string().trim().min(3).max(500),
});
export type SetFilterInput = z.input<typeof SetFilterInput>;

/** What is left out from now on, within seconds. What is left out cannot be had later, unless the telephone system still has it. */
export async function setFilter(ctx: CompanyContext, input: SetFilterInput): Promise<FilterView> {
  authoriseCompany(ctx, "shield.change");
  const { rules, others, organisations, version, ...words } = SetFilterInput.parse(input);
  requireStepUp(ctx);
  const { id: companyId, country } = ctx.company;
  const now = ctx.clock();
  const reason = withoutNumbers(words.reason, now);
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = await readGate(tx, companyId, "filter");
    requireVersion(row, version);
    const before = filterSettings.safeParse(row?.settings ?? NO_FILTER).data ?? NO_FILTER;
    checkRules(rules, { country, organisations, said: new Set(before.rules.flatMap(({ numbers = [] }) => numbers)) });
    const sources = new Set((await listSources(tx, companyId, { removed: true })).map((source) => source.id));
    if (rules.some((rule) => rule.sources?.some((source) => !sources.has(source))))
      throw new AppError("bad-input", "A rule names a source that the company does not have.", { field: "rules" });
    const known = new Set(before.rules.map((rule) => rule.id));
    const named = rules.map((rule) => ({ ...rule, name: withoutNumbers(rule.name, now) }));
    const numbered = withIds(named, known, before.lastId);
    const settings = filterSettings.parse({ ...numbered, others });
    await setGate(tx, {
      companyId,
      kind: "filter",
      version,
      settings,
      setAt: now,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    await audit(ctx, tx, {
      action: "filter.set",
      purpose: reason,
      detail: { rules: settings.rules.length, before: before.rules.length, others },
    });
  });
  return await showFilter(ctx);
}
