import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { COLLECTED_FIELDS } from "../../domain/collected.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { setField } from "../../store/index.ts";
import { type CollectedView, showCollected } from "./show-collected.ts";

export const SetCollectedInput = z.strictObject({
  field: z.enum(COLLECTED_FIELDS),
  kept: z.boolean(),
  reason: z.string().trim().min(3).max(500),
});
export type SetCollectedInput = z.infer<typeof SetCollectedInput>;

/** Whether a field is collected at all: applied at the door, to what is read from now on. What is stored goes by its rule. */
export async function setCollected(ctx: CompanyContext, input: SetCollectedInput): Promise<CollectedView> {
  authoriseCompany(ctx, "ssn.justify");
  const { field, kept, ...words } = SetCollectedInput.parse(input);
  requireStepUp(ctx);
  const now = ctx.clock();
  const reason = withoutNumbers(words.reason, now);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const by = { setBy: ctx.actor.accountId, setByName: ctx.actor.name };
    await setField(tx, { companyId, field, kept, reason, setAt: now, ...by });
    await audit(ctx, tx, { action: "collected.set", purpose: reason, detail: { field, kept } });
  });
  return await showCollected(ctx);
}
