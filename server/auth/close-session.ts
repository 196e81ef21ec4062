import { audited } from "../audit/index.ts";
import { door, type Installation } from "../context.ts";
import { revokeSessions } from "../store/sessions.ts";
import { hashToken } from "./open-session.ts";
import { readSession } from "./session.ts";

/** Signs out: the session is refused from its next request on. One that is over already, or none of ours, ends nothing. */
export async function closeSession(installation: Installation, token: string, address: string | null): Promise<void> {
  const which = { tokenHash: hashToken(token) };
  const now = installation.clock();
  const session = await readSession(installation, token, address);
  if (session === null) {
    await revokeSessions(door(installation, "web"), which, now);
    return;
  }
  const ctx = { ...installation, actor: session.actor };
  await audited(ctx, session.actor.companyId, { action: "session.close" }, (tx) => revokeSessions(tx, which, now));
}
