import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { driverNamed } from "../../drivers/catalogue.ts";
import { layoutText } from "../../store/layouts.ts";
import { changeSource, sourceById } from "../../store/sources.ts";
import { layoutById, LayoutVersionId } from "./layout-id.ts";

export const ApplyLayoutInput = z.strictObject({ ...LayoutVersionId.shape, sourceId: z.int().positive() });
export type ApplyLayoutInput = z.input<typeof ApplyLayoutInput>;

/**
 * From now on a source is read with this version: lines that were not read yet are read by it, and what is stored stays as it
 * was read. The source gets the driver of the layout's kind; options that this driver does not know are dropped.
 */
export async function applyLayout(ctx: CompanyContext, input: ApplyLayoutInput): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { layoutId, version, sourceId } = ApplyLayoutInput.parse(input);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await layoutById(tx, companyId, layoutId);
    const layout = await layoutText(tx, companyId, layoutId, version);
    if (layout === null) throw new AppError("not-found", "This layout has no such version.");
    const source = await sourceById(tx, companyId, sourceId);
    if (source === null || source.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
    const driver = driverNamed((JSON.parse(layout) as { kind: string }).kind);
    const known = new Set(driver.options.map(({ name }) => name).filter((name) => name !== "layout"));
    const driverOptions = Object.fromEntries(
      Object.entries(source.driverOptions).filter(([name]) => known.has(name)),
    ) as Record<string, string>;
    driver.configure({ ...driverOptions, layout });
    await changeSource(tx, companyId, sourceId, {
      driver: driver.id,
      driverOptions,
      layoutId,
      layoutVersion: version,
    });
    await audit(ctx, tx, { action: "layout.use", detail: { sourceId, layoutId, version } });
  });
}
