import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { listTransfers as readTransfers, type TransferRow } from "../store/transfers.ts";

export const ListTransfersInput = z.strictObject({
  sourceId: z.int().positive().optional(),
  /** The start of the last session seen. */
  before: z.date().optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListTransfersInput = z.input<typeof ListTransfersInput>;

/** The transfer sessions (COL-14), the newest first: counts only. */
export async function listTransfers(ctx: CompanyContext, input: ListTransfersInput = {}): Promise<TransferRow[]> {
  authoriseCompany(ctx, "source.see");
  const { limit, sourceId, before } = ListTransfersInput.parse(input);
  const page = { limit, ...(sourceId === undefined ? {} : { sourceId }), ...(before === undefined ? {} : { before }) };
  return await withCompany(door(ctx, "web"), ctx.company.id, (tx) => readTransfers(tx, ctx.company.id, page), {
    readOnly: true,
  });
}
