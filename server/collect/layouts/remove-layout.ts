import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { removeLayout as markRemoved } from "../../store/layouts.ts";
import { layoutById, LayoutId } from "./layout-id.ts";

/** Takes a layout that no source names out of the list. What it has read still knows which version that was. */
export async function removeLayout(ctx: CompanyContext, input: LayoutId): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { layoutId } = LayoutId.parse(input);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const { sources } = await layoutById(tx, companyId, layoutId);
    if (sources > 0)
      throw new AppError("conflict", "A source is read with this layout. Give the source another layout first.");
    await markRemoved(tx, companyId, layoutId, ctx.clock());
    await audit(ctx, tx, { action: "layout.remove", detail: { layoutId } });
  });
}
