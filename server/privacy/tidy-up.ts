import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { dropSelection, listCompanies, overdueExports, overdueSelections } from "../store/index.ts";
import { dropExport } from "./export/export-files.ts";

/** Exports and selections whose time is over: keys, files and rows go. Answers how many exports. */
export async function tidyUp(installation: Installation, signal?: AbortSignal): Promise<number> {
  let gone = 0;
  for (const company of await listCompanies(door(installation, "web"))) {
    signal?.throwIfAborted();
    const now = installation.clock();
    const { exports, selections } = await withCompany(door(installation, "web"), company.id, async (tx) => ({
      exports: await overdueExports(tx, company.id, now),
      selections: await overdueSelections(tx, company.id, now),
    }));
    for (const job of exports) await dropExport({ ...installation, company }, job.id, "expired");
    gone += exports.length;
    if (selections.length === 0) continue;
    await withCompany(door(installation, "web"), company.id, async (tx) => {
      for (const id of selections) await dropSelection(tx, company.id, id);
    });
  }
  return gone;
}
