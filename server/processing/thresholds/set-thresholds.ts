import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { dropThreshold, raiseLimits, setThreshold } from "../../store/index.ts";
import { ScopedLimits } from "../limits-input.ts";
import { requireSource } from "../require-source.ts";
import { showThresholds, type ThresholdsView } from "./show-thresholds.ts";

export const SetThresholdsInput = ScopedLimits;
export type SetThresholdsInput = ScopedLimits;

/**
 * Below what calls are kept apart, of everything that is stored from now on; a batch on its way is sorted again before it is stored. What is
 * stored already stays as it is until its sorting is asked for.
 */
export async function setThresholds(ctx: CompanyContext, input: SetThresholdsInput): Promise<ThresholdsView> {
  authoriseCompany(ctx, "processing.change");
  const { sourceId, limits } = SetThresholdsInput.parse(input);
  const now = ctx.clock();
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await requireSource(tx, companyId, sourceId);
    if (limits === null) await dropThreshold(tx, companyId, sourceId ?? 0);
    else {
      const by = { setAt: now, setBy: ctx.actor.accountId, setByName: ctx.actor.name };
      await setThreshold(tx, { companyId, sourceId, ...limits, ...by });
    }
    const version = await raiseLimits(tx, companyId, now);
    await audit(ctx, tx, { action: "thresholds.set", detail: { source: sourceId, version, ...limits } });
  });
  return await showThresholds(ctx);
}
