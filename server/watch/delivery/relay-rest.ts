import type { DeliveryProblem } from "../../domain/delivery-problems.ts";
import type { RelayRow } from "../../store/mail-relay.ts";
import { failed, type Outcome } from "./outcome.ts";

/** What says that the relay itself is away, whatever is sent through it. */
const AWAY: ReadonlySet<DeliveryProblem> = new Set(["unreachable", "timed-out", "name-unknown"]);
const REST_MS = 30_000;

let resting: { readonly key: string; readonly until: number; readonly problem: DeliveryProblem } | null = null;

/**
 * Sends a mail, unless the relay was away a moment ago: then that is the answer at once. The mails of all companies go through the one
 * relay, and while each waited for it in vain the webhooks would wait behind them.
 */
export async function unlessResting(
  { home, relay, now }: { readonly home: string; readonly relay: Pick<RelayRow, "setAt">; readonly now: Date },
  send: () => Promise<Outcome>,
): Promise<Outcome> {
  const key = `${home} ${relay.setAt.getTime()}`;
  if (resting?.key === key && now.getTime() < resting.until) return failed(resting.problem);
  const outcome = await send();
  if (!outcome.sent && AWAY.has(outcome.problem))
    resting = { key, until: now.getTime() + REST_MS, problem: outcome.problem };
  return outcome;
}
