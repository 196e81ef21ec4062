import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { askAuditCheck, cancelAuditCheck, INSTALLATION } from "../../store/index.ts";
import { audited } from "../audited.ts";
import { authoriseReading } from "./authorise-reading.ts";

/** Puts a verification of the installation's audit in the queue. Throws AppError "conflict" while one is under way. */
export async function askInstallationCheck(ctx: Context): Promise<{ readonly asked: true }> {
  authoriseReading(ctx);
  return await audited(ctx, null, { action: "audit.verify" }, async (tx) => {
    if (!(await askAuditCheck(tx, INSTALLATION, ctx.clock())))
      throw new AppError("conflict", "The audit is being verified already. Its result appears here when it is done.");
    await enqueue(tx, "audit-verify", { companyId: INSTALLATION });
    return { asked: true };
  });
}

/** Ends a verification that waits or runs; the last result stays. */
export async function cancelInstallationCheck(ctx: Context): Promise<{ readonly cancelled: boolean }> {
  authoriseReading(ctx);
  return await audited(ctx, null, { action: "audit.verify.cancel" }, async (tx) => ({
    cancelled: await cancelAuditCheck(tx, INSTALLATION),
  }));
}
