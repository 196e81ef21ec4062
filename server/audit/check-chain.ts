import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door, type Installation } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { enqueue } from "../jobs/enqueue.ts";
import {
  askAuditCheck,
  auditCheck,
  auditState,
  cancelAuditCheck,
  finishAuditCheck,
  noteAuditCheck,
  startAuditCheck,
  withAuditOf,
} from "../store/index.ts";
import { audit } from "./audit.ts";
import { headsFolder } from "./heads/heads-file.ts";
import { type KeptHeads, readHeads } from "./heads/read-heads.ts";
import { verifyAgainst } from "./verify-against.ts";

/** Puts a verification of this company's audit in the queue. Throws AppError "conflict" while one is under way. */
export async function askCheck(ctx: CompanyContext): Promise<{ readonly asked: true }> {
  authoriseCompany(ctx, "audit.see");
  const companyId = ctx.company.id;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    if (!(await askAuditCheck(tx, companyId, ctx.clock())))
      throw new AppError("conflict", "The audit is being verified already. Its result appears here when it is done.");
    await enqueue(tx, "audit-verify", { companyId });
    await audit(ctx, tx, { action: "audit.verify" });
  });
  return { asked: true };
}

/** Ends a verification that waits or runs; the last result stays. */
export async function cancelCheck(ctx: CompanyContext): Promise<{ readonly cancelled: boolean }> {
  authoriseCompany(ctx, "audit.see");
  const companyId = ctx.company.id;
  return withCompany(door(ctx, "web"), companyId, async (tx) => {
    const cancelled = await cancelAuditCheck(tx, companyId);
    if (cancelled) await audit(ctx, tx, { action: "audit.verify.cancel" });
    return { cancelled };
  });
}

/**
 * Verifies the audit of a company (0: the installation's) against the heads kept outside, and stores what was found. One that
 * was cancelled before it began is left alone.
 */
export async function checkChain(installation: Installation, companyId: number, signal?: AbortSignal): Promise<void> {
  const web = door(installation, "web");
  const begun = await withAuditOf(web, companyId, async (tx) => {
    const last = await auditCheck(tx, companyId);
    const now = installation.clock();
    if (last?.state === "cancelled" && now.getTime() - last.askedAt.getTime() < CANCELLED_MS) return null;
    const state = await auditState(tx, companyId);
    await startAuditCheck(tx, companyId, now, (state?.seq ?? 0) - (state?.checkpoint?.seq ?? 0));
    return { before: (last?.verdict?.["kept"] as number | undefined) ?? 0 };
  });
  if (begun === null) return;
  try {
    const key = installation.keyring.signing.publicJwk;
    const kept = sinceLast(await readHeads(headsFolder(installation.env.home), companyId, key), begun.before);
    const verdict = await verifyAgainst(web, companyId, kept, {
      key,
      onPage: async (done) => {
        signal?.throwIfAborted();
        if (!(await withAuditOf(web, companyId, (tx) => noteAuditCheck(tx, companyId, done)))) throw new Cancelled();
      },
    });
    await withAuditOf(web, companyId, (tx) =>
      finishAuditCheck(tx, companyId, installation.clock(), verdict.rows, {
        ...verdict,
        kept: Math.max(verdict.kept, begun.before),
      }),
    );
    if (!verdict.ok) installation.log.error("audit.broken", { company: companyId });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
}

/** Heads are never taken away: fewer than the last verification saw were cut off, or the file was put back from an old copy. */
function sinceLast(kept: KeptHeads, before: number): KeptHeads {
  if (kept.problem !== null || kept.heads.length >= before) return kept;
  return { ...kept, problem: { n: kept.heads.length + 1, reason: "cut-off" } };
}

const CANCELLED_MS = 3_600_000;

/** Somebody cancelled it: no failure. */
class Cancelled extends Error {}
