import type { Tx } from "#db/clients.ts";
import type { Context } from "../context.ts";
import { noteFresh } from "../store/fresh-accounts.ts";

/** As long as a looser setting waits: who makes a colleague today is not two persons this week (decision 0012). */
const SETTLES_AFTER_DAYS = 7;

/**
 * Notes that somebody gave away an account of a company: made it, gave it a password, other rights or access again. The operator at
 * the machine's own command line is exempt: whoever reads the home's secrets could do all of this anyway.
 */
export async function unsettle(tx: Tx, ctx: Context, companyId: number | null, accountId: string): Promise<void> {
  if (companyId === null || (ctx.actor.accountId === null && ctx.actor.via === "cli")) return;
  const settlesAt = new Date(ctx.clock().getTime() + SETTLES_AFTER_DAYS * 86_400_000);
  await noteFresh(tx, { companyId, accountId, settlesAt });
}
