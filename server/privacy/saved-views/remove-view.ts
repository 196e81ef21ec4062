import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { dropSavedView } from "../../store/index.ts";

export const RemoveViewInput = z.strictObject({ viewId: z.uuid() });
export type RemoveViewInput = z.infer<typeof RemoveViewInput>;

/** One's own only: a shared view stays until its maker takes it away. Removing what is gone already is no fault. */
export async function removeView(
  ctx: CompanyContext,
  input: z.input<typeof RemoveViewInput>,
): Promise<{ readonly removed: boolean }> {
  authoriseCompany(ctx, "data.search");
  const { viewId } = RemoveViewInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) return { removed: false };
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const removed = await dropSavedView(tx, ctx.company.id, accountId, viewId);
    if (removed) await audit(ctx, tx, { action: "view.remove", detail: { view: viewId } });
    return { removed };
  });
}
