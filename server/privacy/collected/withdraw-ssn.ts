import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { withdrawGround } from "../../store/index.ts";

export const WithdrawSsnInput = z.strictObject({
  reason: z.string().trim().min(3).max(500),
  /** What is stored ends at once, full and truncated; otherwise it goes by its rules. It cannot come back. */
  endStored: z.boolean().default(false),
});
export type WithdrawSsnInput = z.input<typeof WithdrawSsnInput>;

/** The ground is gone: identity numbers that come from now on are left at the door. */
export async function withdrawSsn(ctx: CompanyContext, input: WithdrawSsnInput): Promise<{ readonly ends: boolean }> {
  authoriseCompany(ctx, "ssn.justify");
  const { reason, endStored } = WithdrawSsnInput.parse(input);
  requireStepUp(ctx);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const withdrawn = { at: ctx.clock(), by: ctx.actor.accountId, byName: ctx.actor.name, endStored };
    if (!(await withdrawGround(tx, companyId, withdrawn)))
      throw new AppError("conflict", "No ground is recorded: nothing is stored, and there is nothing to withdraw.");
    if (endStored) await enqueue(tx, "apply-rules", { companyId });
    await audit(ctx, tx, { action: "ssn.withdrawn", purpose: reason, detail: { endStored } });
  });
  return { ends: endStored };
}
