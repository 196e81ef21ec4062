import { door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { AUDIT_LEAST_DAYS } from "../domain/audit-rule.ts";
import { auditDue, purgeAuditRows, withAuditOf } from "../store/index.ts";
import { systemAudit } from "./audit.ts";
import { appendHead, headsFolder } from "./heads/heads-file.ts";

const DAY_MS = 86_400_000;
const BATCH = 20_000;

/**
 * Deletes the entries of one audit before an instant and leaves a signed checkpoint in their place, from which the chain
 * verifies on; the checkpoint stands among the signed heads before anything goes.
 */
export async function purgeAuditOf(
  installation: Installation,
  companyId: number,
  before: Date,
  signal?: AbortSignal,
): Promise<number> {
  if (installation.clock().getTime() - before.getTime() < (AUDIT_LEAST_DAYS - 1) * DAY_MS)
    throw new AppError("bad-input", `An audit is kept for ${AUDIT_LEAST_DAYS} days at least.`);
  let gone = 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await purgeOnce(installation, companyId, before);
    gone += rows;
    if (rows < BATCH) return gone;
  }
}

async function purgeOnce(installation: Installation, companyId: number, before: Date): Promise<number> {
  const keeper = door(installation, "keeper");
  const due = await withAuditOf(keeper, companyId, (tx) => auditDue(tx, companyId, before, BATCH));
  if (due === null) return 0;
  const checkpoint = { type: "gallra/audit-checkpoint", company: companyId, seq: due.seq, hash: due.hash } as const;
  const folder = headsFolder(installation.env.home);
  const jws = await appendHead(installation.keyring, folder, installation.clock(), checkpoint);
  return await withAuditOf(keeper, companyId, async (tx) => {
    const rows = await purgeAuditRows(tx, companyId, { seq: due.seq, before, jws });
    // None where another process was faster.
    if (rows > 0)
      await systemAudit(installation, tx, companyId, { action: "audit.purged", detail: { rows, upTo: due.seq } });
    return rows;
  });
}
