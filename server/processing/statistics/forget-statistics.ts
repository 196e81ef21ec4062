import { door, type Installation } from "../../context.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { listCompanies } from "../../store/companies.ts";
import { forgetProcessed } from "../../store/processed.ts";

/** Counts are nobody's personal data; five years of them are what anybody compares with. */
export const STATISTICS_DAYS = 1_827;

const AT_ONCE = 2_000;

/** Deletes what is older, alarms of the installation itself too, a little at a time. Answers how many rows went. */
export async function forgetStatistics(installation: Installation, signal?: AbortSignal): Promise<number> {
  let gone = 0;
  for (const { id, timeZone } of [
    { id: INSTALLATION, timeZone: "UTC" },
    ...(await listCompanies(door(installation, "web"))),
  ]) {
    const before = addDays(dayIn(timeZone, installation.clock()), -STATISTICS_DAYS);
    for (let more = true; more; ) {
      signal?.throwIfAborted();
      const some = await withAuditOf(door(installation, "keeper"), id, (tx) =>
        forgetProcessed(tx, id, before, AT_ONCE),
      );
      gone += some;
      more = some >= AT_ONCE;
    }
  }
  return gone;
}
