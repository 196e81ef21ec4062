import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { settlesAt } from "../../store/fresh-accounts.ts";

/**
 * That two accounts are two persons, as far as can be known: neither was made, given a password or given rights by somebody else
 * within the last week. Otherwise one person makes a colleague and is both. Throws AppError "forbidden" with the day.
 */
export async function requireSettled(tx: Tx, ctx: CompanyContext, askedBy: string | null): Promise<void> {
  const both = [askedBy, ctx.actor.accountId].filter((id) => id !== null);
  const from = await settlesAt(tx, ctx.company.id, both);
  if (from === null || from <= ctx.clock()) return;
  throw new AppError(
    "forbidden",
    `Two persons are needed, and the account of one of you was made, or given a password or rights, less than a week ago. It counts from ${dayIn(ctx.company.timeZone, from)} on; somebody else of the company may decide before.`,
  );
}
