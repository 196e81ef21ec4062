import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { listCompanies } from "../store/companies.ts";
import { forgetTransfers } from "../store/transfers.ts";

/** A year can be compared with the one before it; `server/privacy/copies` promises 401 days of what ran when. */
export const TRANSFER_DAYS = 400;

const DAY_MS = 86_400_000;
const AT_ONCE = 2_000;

/** Deletes transfer sessions that are older, a little at a time. Answers how many went. */
export async function forgetOldTransfers(
  installation: Pick<Installation, "sql" | "clock">,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(installation.clock().getTime() - TRANSFER_DAYS * DAY_MS);
  let gone = 0;
  for (const { id } of await listCompanies(door(installation, "web"))) {
    for (let more = true; more; ) {
      signal?.throwIfAborted();
      const some = await withCompany(door(installation, "keeper"), id, (tx) =>
        forgetTransfers(tx, id, before, AT_ONCE),
      );
      gone += some;
      more = some >= AT_ONCE;
    }
  }
  return gone;
}
