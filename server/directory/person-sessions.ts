import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { IDLE_MS } from "../domain/session-limits.ts";
import { endSession, type ListedSession, listSessions, revokeSessions } from "../store/sessions.ts";
import { lockPerson, reachedPerson } from "./person.ts";

export const PersonSessionsInput = z.strictObject({ accountId: z.uuid() });
export type PersonSessionsInput = z.infer<typeof PersonSessionsInput>;

/** Where a colleague is signed in. Addresses say where somebody works, so that looking is written down as well. */
export async function listPersonSessions(ctx: Context, input: PersonSessionsInput): Promise<ListedSession[]> {
  authorise(ctx, "session.end");
  const { accountId } = PersonSessionsInput.parse(input);
  const { scopeCompanyId } = await reachedPerson(ctx, "session.end", accountId);
  const now = ctx.clock();
  const entry = { action: "session.list", detail: { account: accountId } };
  return await audited(ctx, scopeCompanyId, entry, async (tx) => {
    await lockPerson(tx, ctx, accountId);
    return await listSessions(tx, accountId, now, new Date(now.getTime() - IDLE_MS));
  });
}

export const EndPersonSessionsInput = z.strictObject({
  accountId: z.uuid(),
  /** One of them; absent for all. */
  sessionId: z.uuid().optional(),
});
export type EndPersonSessionsInput = z.infer<typeof EndPersonSessionsInput>;

/** Signs a colleague out, at one place or everywhere: refused from the next request on. Answers how many sessions ended. */
export async function endPersonSessions(
  ctx: Context,
  input: EndPersonSessionsInput,
): Promise<{ readonly ended: number }> {
  authorise(ctx, "session.end");
  const { accountId, sessionId } = EndPersonSessionsInput.parse(input);
  const { scopeCompanyId } = await reachedPerson(ctx, "session.end", accountId);
  const now = ctx.clock();
  const detail = { account: accountId, ...(sessionId === undefined ? {} : { session: sessionId }) };
  return await audited(ctx, scopeCompanyId, { action: "session.end", detail }, async (tx) => {
    await lockPerson(tx, ctx, accountId);
    if (sessionId === undefined) return { ended: await revokeSessions(tx, { accountId }, now) };
    return { ended: (await endSession(tx, accountId, sessionId, now)) ? 1 : 0 };
  });
}
