import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { mayReveal, sightOfCall } from "../../domain/sight.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { readPrivateNumbers } from "../../keyring/index.ts";
import { readMaskedValues } from "../retention/masked-values.ts";
import { revealed, type RevealedValue, spendOneReveal } from "../reveal.ts";

export const RevealPrivateNumberInput = z.strictObject({
  entryId: z.uuid(),
  /** Why, in the person's own words; it stands in the audit. */
  purpose: z.string().trim().min(3).max(200),
});
export type RevealPrivateNumberInput = z.infer<typeof RevealPrivateNumberInput>;

/** Shows one number of the list, like a value of a call: with a purpose in the audit, out of the same budget. */
export async function revealPrivateNumber(
  ctx: CompanyContext,
  input: RevealPrivateNumberInput,
): Promise<RevealedValue> {
  authoriseCompany(ctx, "processing.see");
  authoriseCompany(ctx, "data.reveal");
  requireStepUp(ctx);
  const { entryId, purpose } = RevealPrivateNumberInput.parse(input);
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  const masks = await readMaskedValues(ctx);
  const {
    numbers: [entry],
  } = await readPrivateNumbers(ctx.keyring, ctx.company.id, { only: entryId });
  if (entry === undefined) throw new AppError("gone", "This number has been taken off the list. Nobody can show it.");
  if (masks.any || !mayReveal(sightOfCall(ctx.actor.sight, true), "phone", entry.canonical))
    throw new AppError(
      "forbidden",
      "Your profile or a rule of the company hides these values, so that none can be shown.",
    );
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const left = await spendOneReveal(tx, ctx);
    await audit(ctx, tx, { action: "natures.numbers.reveal", purpose, detail: { entry: entryId } });
    return revealed(entry.canonical, "phone", left);
  });
}
