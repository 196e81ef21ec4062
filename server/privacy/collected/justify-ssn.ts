import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { effectiveRules } from "../../domain/retention.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { addGround, readDisposal } from "../../store/index.ts";
import { ownRules } from "../retention/company-rules.ts";
import { requireGone } from "../retention/require-gone.ts";

/** Consent, or 3 kap. 10 § dataskyddslagen: the purpose, secure identification, or some other weighty reason. */
export const SSN_GROUNDS = ["consent", "purpose", "identification", "other"] as const;

export const JustifySsnInput = z.strictObject({
  ground: z.enum(SSN_GROUNDS),
  reason: z.string().trim().min(10).max(500),
});
export type JustifySsnInput = z.infer<typeof JustifySsnInput>;

/** Why this company may store personal identity numbers. Those that come from now on are stored, by their rules. */
export async function justifySsn(ctx: CompanyContext, input: JustifySsnInput): Promise<{ readonly justified: true }> {
  authoriseCompany(ctx, "ssn.justify");
  const { ground, reason: words } = JustifySsnInput.parse(input);
  requireStepUp(ctx);
  const now = ctx.clock();
  const reason = withoutNumbers(words, now);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const disposal = await readDisposal(tx, companyId);
    await requireGone(tx, ctx, effectiveRules(await ownRules(tx, companyId), disposal));
    await addGround(tx, {
      companyId,
      id: randomUUID(),
      ground,
      reason,
      justifiedAt: now,
      justifiedBy: ctx.actor.accountId,
      justifiedByName: ctx.actor.name,
    }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== "23505") throw error;
      throw new AppError("conflict", "A ground is recorded already. Withdraw it first to record another one.", {
        cause: error,
      });
    });
    await audit(ctx, tx, { action: "ssn.justified", purpose: reason, detail: { ground } });
  });
  return { justified: true };
}
