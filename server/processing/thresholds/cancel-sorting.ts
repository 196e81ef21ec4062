import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { changeSortRun, openSortRun } from "../../store/index.ts";

/** Ends the sorting that waits or runs, within a batch. What it has sorted stays so, and sorting again finishes the rest. */
export async function cancelSorting(ctx: CompanyContext): Promise<void> {
  authoriseCompany(ctx, "processing.change");
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const run = await openSortRun(tx, companyId);
    if (run === null) throw new AppError("conflict", "No stored calls are being sorted: there is nothing to cancel.");
    await changeSortRun(tx, companyId, run.id, { cancelRequested: true });
    await audit(ctx, tx, { action: "thresholds.resort.cancel", detail: { run: run.id } });
  });
}
