import { door, type Installation } from "../../context.ts";
import { forgetMessages } from "../../store/alarm-messages.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { listCompanies } from "../../store/companies.ts";

/** As transfer sessions: a year can be compared with the one before it. */
export const MESSAGE_DAYS = 400;

const DAY_MS = 86_400_000;
const AT_ONCE = 2_000;

/** Deletes messages that are older, a little at a time. Answers how many went. */
export async function forgetOldMessages(
  installation: Pick<Installation, "sql" | "clock">,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(installation.clock().getTime() - MESSAGE_DAYS * DAY_MS);
  let gone = 0;
  for (const { id } of [{ id: INSTALLATION }, ...(await listCompanies(door(installation, "web")))]) {
    for (let more = true; more; ) {
      signal?.throwIfAborted();
      const some = await withAuditOf(door(installation, "keeper"), id, (tx) => forgetMessages(tx, id, before, AT_ONCE));
      gone += some;
      more = some >= AT_ONCE;
    }
  }
  return gone;
}
