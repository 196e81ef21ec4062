import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { removeNatureRule } from "../../store/index.ts";

export const RemoveNatureRuleInput = z.strictObject({ ruleId: z.uuid() });
export type RemoveNatureRuleInput = z.infer<typeof RemoveNatureRuleInput>;

/** Takes a rule away: calls read from now on are not told by it; what it has told stays. */
export async function removeNatureRuleOf(ctx: CompanyContext, input: RemoveNatureRuleInput): Promise<void> {
  authoriseCompany(ctx, "processing.change");
  requireStepUp(ctx);
  const { ruleId } = RemoveNatureRuleInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    if (!(await removeNatureRule(tx, ctx.company.id, ruleId)))
      throw new AppError("not-found", "This rule has been removed already.");
    await audit(ctx, tx, { action: "natures.rule.remove", detail: { rule: ruleId } });
  });
}
