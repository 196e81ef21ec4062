import { door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { auditDue, auditedCompanies, INSTALLATION, purgeAuditRows, withAuditOf } from "../store/index.ts";
import { systemAudit } from "./audit.ts";
import { appendHead, headsFolder } from "./heads/heads-file.ts";
import { AUDIT_KEPT_DAYS } from "./month-slice.ts";

export interface PurgeAuditOptions {
  /** How long a company's audit is kept; by default two years. The database keeps 30 days whatever is asked. */
  readonly keptDays?: (companyId: number) => Promise<number> | number;
  readonly signal?: AbortSignal;
}

/**
 * Deletes what is older than the rule of the audit and leaves a signed checkpoint in its place, from which the chain verifies
 * on; the checkpoint stands among the signed heads before anything goes. Answers how many entries went.
 */
export async function purgeAudit(installation: Installation, options: PurgeAuditOptions = {}): Promise<number> {
  let gone = 0;
  const companies = await auditedCompanies(door(installation, "keeper"));
  for (const companyId of [INSTALLATION, ...companies.map((company) => company.id)]) {
    const keptDays = (await options.keptDays?.(companyId)) ?? AUDIT_KEPT_DAYS;
    if (!Number.isInteger(keptDays) || keptDays < LEAST_DAYS)
      throw new AppError("bad-input", `An audit is kept for ${LEAST_DAYS} days at least.`);
    const before = new Date(installation.clock().getTime() - keptDays * DAY_MS);
    for (;;) {
      options.signal?.throwIfAborted();
      const rows = await purgeOnce(installation, companyId, before);
      gone += rows;
      if (rows < BATCH) break;
    }
  }
  return gone;
}

/** The database refuses to delete younger ones, whoever asks. */
export const LEAST_DAYS = 31;
const DAY_MS = 86_400_000;
const BATCH = 20_000;

async function purgeOnce(installation: Installation, companyId: number, before: Date): Promise<number> {
  const keeper = door(installation, "keeper");
  const due = await withAuditOf(keeper, companyId, (tx) => auditDue(tx, companyId, before, BATCH));
  if (due === null) return 0;
  const checkpoint = { type: "gallra/audit-checkpoint", company: companyId, seq: due.seq, hash: due.hash } as const;
  const folder = headsFolder(installation.env.home);
  const jws = await appendHead(installation.keyring, folder, installation.clock(), checkpoint);
  return await withAuditOf(keeper, companyId, async (tx) => {
    const rows = await purgeAuditRows(tx, companyId, { seq: due.seq, before, jws });
    await systemAudit(installation, tx, companyId, { action: "audit.purged", detail: { rows, upTo: due.seq } });
    return rows;
  });
}
