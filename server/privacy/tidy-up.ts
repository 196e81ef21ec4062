import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../context.ts";
import {
  forgetRawWork,
  forgetUndefinedWork,
  listCompanies,
  overdueExports,
  overdueSelections,
  trimSelection,
  uncleanedExports,
} from "../store/index.ts";
import { forgetSearches } from "../store/search-budgets.ts";
import { dropOldProbes } from "../store/source-probes.ts";
import { cleanExport, dropExport } from "./export/export-files.ts";
import { tidyPatterns } from "./pattern/list-patterns.ts";

/** Exports and selections whose time is over: keys, files and rows go, and yesterday's counts of searches with them. Answers how many exports. */
export async function tidyUp(installation: Installation, signal?: AbortSignal): Promise<number> {
  let gone = 0;
  for (const company of await listCompanies(door(installation, "web"))) {
    signal?.throwIfAborted();
    const now = installation.clock();
    const place = { ...installation, company };
    const { exports, left, selections } = await withCompany(door(installation, "web"), company.id, async (tx) => ({
      exports: await overdueExports(tx, company.id, now),
      left: await uncleanedExports(tx, company.id),
      selections: await overdueSelections(tx, company.id, now),
      works: await forgetUndefinedWork(tx, company.id, new Date(now.getTime() - 30 * DAY_MS)),
      raw: await forgetRawWork(tx, company.id, new Date(now.getTime() - 30 * DAY_MS)),
      probes: await dropOldProbes(tx, company.id),
      hours: await forgetSearches(tx, company.id, new Date(now.getTime() - DAY_MS)),
    }));
    for (const job of exports) await dropExport(place, job.id, "expired");
    // What a worker left that died while its export was cancelled; a living one has had its time to stop by itself.
    for (const job of left) {
      if (now.getTime() - (job.finishedAt ?? job.createdAt).getTime() >= PATIENCE_MS) await cleanExport(place, job.id);
    }
    gone += exports.length;
    await tidyPatterns(place);
    for (const id of selections) await dropInPieces(place, id, signal);
  }
  return gone;
}

const DAY_MS = 86_400_000;
const PATIENCE_MS = 60_000;
const PIECE = 20_000;

/** A selection may hold millions of hits: no transaction takes them all away at once. */
async function dropInPieces(
  place: Installation & { readonly company: Company },
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const companyId = place.company.id;
  for (let gone = PIECE; gone >= PIECE; ) {
    signal?.throwIfAborted();
    gone = await withCompany(door(place, "web"), companyId, (tx) => trimSelection(tx, companyId, id, PIECE));
  }
}
