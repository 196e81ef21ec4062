import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { isAuditRule } from "../../domain/audit-rule.ts";
import { DATA_CLASSES, PRODUCTS } from "../../domain/codes.ts";
import { effectiveRules, ruleOn } from "../../domain/retention.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { lockCooled, lockRules, noteHeld, setRule } from "../../store/index.ts";
import { takeCooledAudit } from "./audit-change.ts";
import { coolingOf, ownRules, stateOf } from "./company-rules.ts";

/**
 * Shortenings whose cool-down is over become rules. Until this is committed they can be cancelled; from then on they reach
 * the past like any other rule. A longer one that was asked for beside them does not undo them.
 */
export async function takeCooled(work: Installation & { company: Company }): Promise<number> {
  const { company } = work;
  const now = work.clock();
  return await withCompany(door(work, "web"), company.id, async (tx) => {
    await lockRules(tx, company.id);
    const rows = await lockCooled(tx, company.id, dayIn(company.timeZone, now));
    for (const row of rows) {
      const [cooled] = coolingOf([row]);
      await noteHeld(tx, row, now);
      if (isAuditRule(row)) await takeCooledAudit(tx, work, row);
      if (cooled === undefined) continue;
      // As the rule stood on that day: one that was off may have ended before, while no worker ran.
      const before = stateOf(await ownRules(tx, company.id), cooled, cooled.holdsOn);
      if (before.keptDays !== null && before.keptDays <= cooled.keptDays) continue;
      const masked = before.maskedAfterDays;
      await setRule(tx, {
        companyId: company.id,
        product: row.product,
        class: row.class,
        keptDays: cooled.keptDays,
        // What would be masked after its end never is.
        maskedAfterDays: masked !== null && masked < cooled.keptDays ? masked : null,
        reason: row.reason,
        setBy: row.askedBy,
        setAt: now,
      });
      const { product, class: cls, keptDays } = cooled;
      const detail = { product, class: cls, before: before.keptDays, keptDays, change: row.id };
      await systemAudit(work, tx, company.id, { action: "retention.held", detail });
    }
    return rows.length + (await takeLapsed(tx, work));
  });
}

/** A rule whose time of being switched off is over says its former days again; its slices have ended by them all along. */
async function takeLapsed(tx: Tx, work: Installation & { company: Company }): Promise<number> {
  const { company } = work;
  const today = dayIn(company.timeZone, work.clock());
  let lapsed = 0;
  for (const rule of effectiveRules(await ownRules(tx, company.id)).all) {
    const { product, class: cls, keptDays, maskedAfterDays = null } = ruleOn(rule, today);
    if (rule.keptDays !== null || keptDays === null) continue;
    await setRule(tx, {
      companyId: company.id,
      product: PRODUCTS[product],
      class: DATA_CLASSES[cls],
      keptDays,
      maskedAfterDays,
      reason: null,
      setBy: null,
      setAt: work.clock(),
    });
    await systemAudit(work, tx, company.id, { action: "retention.lapsed", detail: { product, class: cls, keptDays } });
    lapsed++;
  }
  return lapsed;
}
