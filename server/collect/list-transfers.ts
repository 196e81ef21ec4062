import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { addDays, startOfDay } from "../domain/zoned-time.ts";
import { listTransfers as readTransfers, TRANSFER_KINDS, type TransferRow } from "../store/transfers.ts";

/** Which sessions are looked for. */
export const SoughtTransfers = z.strictObject({
  sourceId: z.int().positive().optional(),
  /** The first and the last day on which they began, in the company's time zone. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Those of which something needs looking at. */
  only: z.enum(TRANSFER_KINDS).optional(),
});
export type SoughtTransfers = z.input<typeof SoughtTransfers>;

export const ListTransfersInput = SoughtTransfers.extend({
  /** The start of the last session seen. */
  before: z.date().optional(),
  /** The last session seen: of several that began at the same moment none is passed over. */
  after: z.strictObject({ startedAt: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListTransfersInput = z.input<typeof ListTransfersInput>;

/** The transfer sessions (COL-14), the newest first: counts only. */
export async function listTransfers(ctx: CompanyContext, input: ListTransfersInput = {}): Promise<TransferRow[]> {
  authoriseCompany(ctx, "source.see");
  const { from, to, ...page } = ListTransfersInput.parse(input);
  return await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => readTransfers(tx, ctx.company.id, { ...page, ...spanOf(ctx, { from, to }) }),
    { readOnly: true },
  );
}

export function spanOf(
  { company: { timeZone } }: CompanyContext,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): { from: Date | undefined; to: Date | undefined } {
  return {
    from: from === undefined ? undefined : startOfDay(from, timeZone),
    to: to === undefined ? undefined : startOfDay(addDays(to, 1), timeZone),
  };
}
