import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { addSortRun, countCalls, readSorting } from "../../store/index.ts";

/** Counted no further: beyond it the share that is done is told as too large, and the bar waits at its end. */
const MOST_COUNTED = 20_000_000;

/** Asks for the stored calls to be sorted by the limits that hold now. One at a time in a company. */
export async function requestSorting(ctx: CompanyContext): Promise<{ readonly runId: string }> {
  authoriseCompany(ctx, "processing.change");
  const { id: companyId } = ctx.company;
  const runId = randomUUID();
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const { limitsVersion } = await readSorting(tx, companyId);
    const total = await countCalls(tx, companyId, MOST_COUNTED);
    const by = { askedBy: ctx.actor.accountId, askedByName: ctx.actor.name };
    const added = await addSortRun(tx, {
      ...{ companyId, id: runId, version: limitsVersion, total, createdAt: ctx.clock() },
      ...by,
    });
    if (!added)
      throw new AppError("conflict", "The stored calls are being sorted already. Wait for it to end, or cancel it.");
    await audit(ctx, tx, { action: "thresholds.resort", detail: { run: runId, version: limitsVersion, calls: total } });
    await enqueue(tx, "sort-calls", { companyId, runId });
  });
  return { runId };
}
