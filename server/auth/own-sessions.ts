import { z } from "zod";
import { audited } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { IDLE_MS, SESSION_MS } from "../domain/session-limits.ts";
import { endSession, type ListedSession, listSessions, revokeOtherSessions } from "../store/sessions.ts";
import { withReach } from "../store/reach.ts";
import type { Session } from "./session.ts";

type SignedIn = Context & { readonly session: Session };

export interface OwnSessions {
  readonly sessions: readonly (ListedSession & {
    /** The one that asks. */
    readonly here: boolean;
  })[];
  readonly idleMinutes: number;
  readonly longestHours: number;
}

/** Where one is signed in, the latest first, and when that ends by itself. */
export async function listOwnSessions(ctx: SignedIn): Promise<OwnSessions> {
  authorise(ctx, "account.own");
  const now = ctx.clock();
  const rows = await withReach(door(ctx, "web"), ctx.actor, (tx) =>
    listSessions(tx, ownId(ctx), now, new Date(now.getTime() - IDLE_MS)),
  );
  return {
    sessions: rows.map((row) => ({ ...row, here: row.id === ctx.actor.sessionId })),
    idleMinutes: IDLE_MS / 60_000,
    longestHours: SESSION_MS / 3_600_000,
  };
}

export const EndOwnSessionInput = z.strictObject({ sessionId: z.uuid() });
export type EndOwnSessionInput = z.infer<typeof EndOwnSessionInput>;

/** Signs out at one place. A session that is another person's, or over, ends nothing. */
export async function endOwnSession(ctx: SignedIn, input: EndOwnSessionInput): Promise<{ readonly ended: number }> {
  authorise(ctx, "account.own");
  const { sessionId } = EndOwnSessionInput.parse(input);
  const entry = { action: "session.end", detail: { account: ownId(ctx), session: sessionId } };
  return await audited(ctx, ctx.actor.companyId, entry, async (tx) => ({
    ended: (await endSession(tx, ownId(ctx), sessionId, ctx.clock())) ? 1 : 0,
  }));
}

/** Signs out everywhere but here. */
export async function endOtherSessions(ctx: SignedIn): Promise<{ readonly ended: number }> {
  authorise(ctx, "account.own");
  const entry = { action: "session.end", detail: { account: ownId(ctx), others: true } };
  return await audited(ctx, ctx.actor.companyId, entry, async (tx) => ({
    ended: await revokeOtherSessions(tx, ownId(ctx), ctx.session.tokenHash, ctx.clock()),
  }));
}

function ownId(ctx: SignedIn): string {
  if (ctx.actor.accountId === null) throw new Error("a session without an account");
  return ctx.actor.accountId;
}
