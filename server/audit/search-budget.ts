import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { boundsOf, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { seenAs } from "../domain/sight.ts";
import { clockTime } from "../domain/zoned-time.ts";
import { type SearchBudget, searchOpensAt, spendSearch } from "../store/search-budgets.ts";
import { audit } from "./audit.ts";

/**
 * Before a question about a person is looked up: throws AppError "too-many" when the hour's budget is spent, whoever the question
 * is about and as fast as ever, so that a refusal tells nothing. The first refusal of an hour is written down.
 */
export async function guardSearches(ctx: CompanyContext): Promise<void> {
  const web = door(ctx, "web");
  const budget = budgetOf(ctx);
  const closed = await withCompany(web, ctx.company.id, (tx) => searchOpensAt(tx, budget), { readOnly: true });
  if (closed === null) return;
  await withCompany(web, ctx.company.id, async (tx) => {
    const { tripped } = await spendSearch(tx, budget);
    if (tripped) await audit(ctx, tx, { action: "data.search.refused", detail: { anHour: budget.limit } });
  });
  throw tooMany(ctx, budget.limit, closed);
}

/** Counts the question, in the transaction that writes it into the audit and right before that: no count, no answer. */
export async function countSearch(tx: Tx, ctx: CompanyContext): Promise<void> {
  const budget = budgetOf(ctx);
  const { opensAt } = await spendSearch(tx, budget);
  if (opensAt !== null) throw tooMany(ctx, budget.limit, opensAt);
}

/** Whoever sees some number or personal identity number masked could find its digits by asking for one after another. */
function budgetOf(ctx: CompanyContext): SearchBudget {
  const { searchesMasked, searchesClear } = boundsOf(ctx);
  const clear = seenAs(ctx.actor.sight, "phone") === "shown" && seenAs(ctx.actor.sight, "ssn") === "shown";
  return {
    companyId: ctx.company.id,
    accountId: ctx.actor.accountId ?? NOBODY,
    at: ctx.clock(),
    limit: clear ? searchesClear : searchesMasked,
  };
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

function tooMany(ctx: CompanyContext, limit: number, opensAt: Date): AppError {
  // Rounded up: at the minute that is named it does open.
  const at = clockTime(new Date(Math.ceil(opensAt.getTime() / 60_000) * 60_000), ctx.company.timeZone);
  return new AppError(
    "too-many",
    `You have searched ${limit} times within an hour, and no more are answered until ${at}. The company's data protection officer sees this in the audit.`,
    { retry: true },
  );
}
