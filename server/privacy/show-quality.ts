import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type CallQuality, qualityStored } from "../domain/quality.ts";
import { callQuality } from "../store/index.ts";

export const ShowQualityInput = z.strictObject({ hitId: z.uuid() });
export type ShowQualityInput = z.infer<typeof ShowQualityInput>;

/**
 * What was measured of the sound of a call that a search found; null where nothing was. It names nobody. Throws AppError "not-found"
 * for a call of another company, and for one whose facts have gone by their rule.
 */
export async function showQuality(ctx: CompanyContext, input: ShowQualityInput): Promise<CallQuality | null> {
  authoriseCompany(ctx, "data.search");
  const { hitId } = ShowQualityInput.parse(input);
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const stored = await callQuality(tx, ctx.company.id, hitId);
    if (stored === null) throw new AppError("not-found", "The facts of this call are not here any more. Search again.");
    return qualityStored(stored);
  });
}
