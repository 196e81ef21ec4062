import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { errorFields } from "../../log.ts";
import { keepExposure } from "../../store/copy-ages.ts";
import { shownCompanies } from "../../store/companies.ts";
import { exposureRow, readExposure } from "./exposure.ts";

/**
 * Writes down for every company what a leak would give away today. Meant for a calendar; one company that cannot be measured
 * hinders no other. Answers how many were.
 */
export async function keepExposures(installation: Installation, signal?: AbortSignal): Promise<number> {
  let kept = 0;
  let failed = 0;
  for (const company of await shownCompanies(door(installation, "web"))) {
    signal?.throwIfAborted();
    const place = { ...installation, company };
    try {
      await withCompany(door(installation, "web"), company.id, async (tx) =>
        keepExposure(tx, exposureRow(place, await readExposure(tx, place))),
      );
      kept++;
    } catch (error) {
      // A company that is being off-boarded has no keys any more.
      if (!(error instanceof AppError && error.code === "gone")) failed++;
      installation.log.warn("exposure.not-measured", { companyId: company.id, ...errorFields(error) });
    }
  }
  if (failed > 0 && kept === 0) throw new AppError("unavailable", "No company could be measured.", { retry: true });
  return kept;
}
