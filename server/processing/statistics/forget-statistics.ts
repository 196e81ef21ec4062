import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { listCompanies } from "../../store/companies.ts";
import { forgetProcessed } from "../../store/processed.ts";

/** Counts are nobody's personal data; five years of them are what anybody compares with. */
export const STATISTICS_DAYS = 1_827;

const AT_ONCE = 2_000;

/** Deletes what is older, a little at a time. Answers how many rows went. */
export async function forgetStatistics(installation: Installation, signal?: AbortSignal): Promise<number> {
  let gone = 0;
  for (const company of await listCompanies(door(installation, "web"))) {
    const before = addDays(dayIn(company.timeZone, installation.clock()), -STATISTICS_DAYS);
    for (let more = true; more; ) {
      signal?.throwIfAborted();
      const some = await withCompany(door(installation, "keeper"), company.id, (tx) =>
        forgetProcessed(tx, company.id, before, AT_ONCE),
      );
      gone += some;
      more = some >= AT_ONCE;
    }
  }
  return gone;
}
