import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { countLayouts, type LayoutRow, listLayouts as readLayouts } from "../../store/layouts.ts";

export const ListLayoutsInput = z.strictObject({
  /** How many to leave out before the first. */
  from: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export type ListLayoutsInput = z.input<typeof ListLayoutsInput>;

export interface LayoutPage {
  readonly rows: readonly LayoutRow[];
  readonly of: number;
}

/** The company's layouts by name, each with its newest version. */
export async function listLayouts(ctx: CompanyContext, input: ListLayoutsInput = {}): Promise<LayoutPage> {
  authoriseCompany(ctx, "source.see");
  const { from, limit } = ListLayoutsInput.parse(input);
  return await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    async (tx) => ({
      rows: await readLayouts(tx, ctx.company.id, { limit, offset: from }),
      of: await countLayouts(tx, ctx.company.id),
    }),
    { readOnly: true },
  );
}
