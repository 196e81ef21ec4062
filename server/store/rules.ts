import type { Sql, Tx } from "#db/clients.ts";
import type { StoredRule } from "../domain/stored-rules.ts";
import { rowsAs } from "./rows.ts";

/** A company's own rule; where there is none the default of DESIGN 2.2 holds. */
export interface RuleRow extends StoredRule {
  readonly companyId: number;
  readonly reason: string | null;
  readonly setBy: string | null;
  readonly setAt: Date;
}

/** Roles web, ingest, keeper. */
export async function listRules(tx: Tx, companyId: number): Promise<RuleRow[]> {
  return rowsAs(
    await tx`select ${tx.unsafe(RULE)} from data.retention_rule r where r.company_id = ${companyId} order by r.product, r.class`,
  );
}

/** Role keeper, no company: every company's own rules. */
export async function listAllRules(keeper: Sql): Promise<RuleRow[]> {
  return rowsAs(
    await keeper`select ${keeper.unsafe(RULE)} from data.retention_rule r order by r.company_id, r.product, r.class`,
  );
}

/** Role web. Whoever changes rules does it one after the other in a company, so that nobody's word is written over unread. */
export async function lockRules(tx: Tx, companyId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(${RULES_LOCK}, ${companyId})`;
}

/** Any number of ours that no other advisory lock uses; the second key is the company. */
const RULES_LOCK = 8046;

/** Role web. */
export async function setRule(tx: Tx, rule: RuleRow): Promise<void> {
  await tx`insert into data.retention_rule (company_id, product, class, kept_days, masked_after_days, disabled_until, former_days, reason, set_by, set_at)
    values (${rule.companyId}, ${rule.product}, ${rule.class}, ${rule.keptDays}, ${rule.maskedAfterDays}, ${rule.disabledUntil ?? null},
      ${rule.formerDays ?? null}, ${rule.reason}, ${rule.setBy}, ${rule.setAt})
    on conflict (company_id, product, class) do update
      set kept_days = excluded.kept_days, masked_after_days = excluded.masked_after_days,
        disabled_until = excluded.disabled_until, former_days = excluded.former_days, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at`;
}

/** Role web: back to the default. */
export async function dropRule(tx: Tx, companyId: number, product: number, dataClass: number): Promise<void> {
  await tx`delete from data.retention_rule r where r.company_id = ${companyId} and r.product = ${product}::int2 and r.class = ${dataClass}::int2`;
}

const RULE =
  "r.company_id, r.product, r.class, r.kept_days, r.masked_after_days, r.disabled_until, r.former_days, r.reason, r.set_by, r.set_at";
