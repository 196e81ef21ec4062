import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { listSources } from "../../store/sources.ts";
import { listTransfers, type TransferRow } from "../../store/transfers.ts";

export const ListTransfersInput = z.strictObject({
  sourceId: z.number().int().positive().max(2_147_483_647).optional(),
  before: z.date().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListTransfersInput = z.infer<typeof ListTransfersInput>;

export type TransferView = Omit<TransferRow, "companyId" | "holder"> & { readonly sourceName: string };

/** The transfer sessions (COL-14), the newest first: what moved, and what became of it. Counts only. */
export async function listSourceTransfers(
  ctx: CompanyContext,
  input: ListTransfersInput,
): Promise<readonly TransferView[]> {
  authoriseCompany(ctx, "source.see");
  const { sourceId, before, limit } = ListTransfersInput.parse(input);
  const page = { limit, ...(sourceId === undefined ? {} : { sourceId }), ...(before === undefined ? {} : { before }) };
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const names = new Map(
      (await listSources(tx, ctx.company.id, { removed: true })).map((source) => [source.id, source.name]),
    );
    const rows = await listTransfers(tx, ctx.company.id, page);
    return rows.map(({ companyId: _company, holder: _holder, ...row }) => ({
      ...row,
      sourceName: names.get(row.sourceId) ?? "",
    }));
  });
}
