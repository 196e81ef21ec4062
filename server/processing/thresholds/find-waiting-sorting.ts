import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { listCompanies, openSortRun } from "../../store/index.ts";

/** Sortings that nobody has finished, after a kill or a queue that did not run: the rows say what waits. */
export async function findWaitingSorting(
  installation: Installation,
): Promise<readonly { readonly companyId: number; readonly runId: string }[]> {
  const waiting: { companyId: number; runId: string }[] = [];
  const web = door(installation, "web");
  for (const { id: companyId } of await listCompanies(web)) {
    const run = await withCompany(web, companyId, (tx) => openSortRun(tx, companyId), { readOnly: true });
    if (run !== null) waiting.push({ companyId, runId: run.id });
  }
  return waiting;
}
