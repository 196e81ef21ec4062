import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { TIERS } from "../hit.ts";
import { type SelectionRow, selectionById } from "../../store/index.ts";

/** What a selection remembers of its question: codes, never what was typed. */
export const SelectionDetail = z.object({
  whole: z.boolean(),
  records: z.int(),
  tiers: z.array(z.enum(TIERS)),
  /** The fence when it was frozen: while it is the same, every row frozen is still there. */
  epoch: z.int().optional(),
  /** Whether there is one pseudonym in each slice. */
  single: z.boolean().optional(),
  /** Calls that matched and were left out, because they are restricted. */
  leftOut: z.int().optional(),
  /** On how many lists of private numbers the number asked for stands. */
  privateLists: z.int().optional(),
});
export type SelectionDetail = z.infer<typeof SelectionDetail>;

/** A selection that still lives, of the person who asks: what one has frozen nobody else erases. Throws AppError "gone". */
export async function liveSelection(tx: Tx, ctx: CompanyContext, id: string): Promise<SelectionRow & SelectionDetail> {
  const row = await selectionById(tx, ctx.company.id, id);
  if (row === null || row.expiresAt <= ctx.clock() || row.accountId !== ctx.actor.accountId) {
    throw new AppError("gone", "This selection is over. Search again and select anew.");
  }
  return { ...row, ...SelectionDetail.parse(row.detail) };
}
