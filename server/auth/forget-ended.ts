import { door, type Installation } from "../context.ts";
import { ENDED_KEPT_MS } from "../domain/session-limits.ts";
import { forgetSessions } from "../store/sessions.ts";
import { forgetAttempts } from "../store/throttles.ts";

const DAY_MS = 86_400_000;

/** Deletes the rows of sessions that ended a week ago, with their addresses and browsers, and yesterday's counts of wrong guesses. */
export async function forgetEnded(
  installation: Pick<Installation, "sql" | "clock">,
): Promise<{ readonly sessions: number; readonly attempts: number }> {
  const keeper = door(installation, "keeper");
  const now = installation.clock().getTime();
  return {
    sessions: await forgetSessions(keeper, new Date(now - ENDED_KEPT_MS)),
    attempts: await forgetAttempts(keeper, new Date(now - DAY_MS)),
  };
}
