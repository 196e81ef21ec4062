import { door, type Installation } from "../context.ts";
import { AUDIT_DEFAULT_DAYS, auditKeptFrom } from "../domain/audit-rule.ts";
import { auditedCompanies, INSTALLATION, listCompanies, withAuditOf } from "../store/index.ts";
import { applyAuditRule, readAuditRule } from "./audit-rule.ts";
import { purgeAuditOf } from "./purge-entries.ts";

/**
 * Deletes what is older than each company's rule of the audit, and the installation's own by the default; days of a company
 * that was closed are UTC. Answers how many entries went.
 */
export async function purgeAudit(
  installation: Installation,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<number> {
  const keeper = door(installation, "keeper");
  const open = new Map((await listCompanies(keeper)).map((company) => [company.id, company]));
  const now = installation.clock();
  let gone = await purgeAuditOf(installation, INSTALLATION, auditKeptFrom(AUDIT_DEFAULT_DAYS, "UTC", now), signal);
  for (const { id } of await auditedCompanies(keeper)) {
    const company = open.get(id);
    if (company !== undefined) {
      gone += await applyAuditRule(installation, company, signal);
      continue;
    }
    const { keptDays } = await withAuditOf(keeper, id, (tx) => readAuditRule(tx, id));
    gone += await purgeAuditOf(installation, id, auditKeptFrom(keptDays, "UTC", now), signal);
  }
  return gone;
}
