import { door, type Installation } from "../../context.ts";
import { dueMessages as due } from "../../store/alarm-messages.ts";

const AT_ONCE = 500;

/** What of the outbox is due and may have nobody who works on it: after a failure, an office that has opened, or a kill. */
export async function dueMessages(
  installation: Pick<Installation, "sql" | "clock">,
): Promise<{ companyId: number; messageId: string }[]> {
  return await due(door(installation, "keeper"), installation.clock(), AT_ONCE);
}
