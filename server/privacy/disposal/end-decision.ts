import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { nameOf, PRODUCTS } from "../../domain/codes.ts";
import { undecidedOf } from "../../domain/disposal.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { endDecision as endRow, listSources, readDisposal, setSourceState } from "../../store/index.ts";
import { EndDecisionInput } from "./decision-input.ts";

/**
 * A decision that holds no longer. What it covered is neither destroyed nor hidden from now on, and sources of a product
 * that lacks a decision stop. It stays in the list: protocols of earlier periods name it.
 */
export async function endDecision(ctx: CompanyContext, input: EndDecisionInput): Promise<{ readonly stopped: number }> {
  authoriseCompany(ctx, "disposal.change");
  const { decisionId, reason } = EndDecisionInput.parse(input);
  requireStepUp(ctx);
  const companyId = ctx.company.id;
  const now = ctx.clock();
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const ended = { at: now, by: ctx.actor.accountId, byName: ctx.actor.name };
    if (!(await endRow(tx, companyId, decisionId, ended)))
      throw new AppError("not-found", "This decision is gone, or has ended already. Look at the list again.");
    const disposal = await readDisposal(tx, companyId);
    let stopped = 0;
    for (const source of await listSources(tx, companyId)) {
      const product = nameOf(PRODUCTS, source.product);
      if (product === undefined || source.state !== "running" || undecidedOf(disposal, product).length === 0) continue;
      await setSourceState(tx, companyId, source.id, "stopped", null, now);
      stopped++;
    }
    await enqueue(tx, "apply-rules", { companyId });
    await audit(ctx, tx, { action: "disposal.ended", purpose: reason, detail: { decision: decisionId, stopped } });
    return { stopped };
  });
}
