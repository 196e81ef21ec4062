import type { Tx } from "#db/clients.ts";
import type { Holding } from "./leases.ts";

/**
 * Role collect: how a source fares. `problem` is a code: what keeps it from running, or what a running one warns of; null when all is
 * well. One that runs was seen, and has run since it began to, whatever it warns of. A source that somebody stopped meanwhile stays
 * stopped, and whoever holds it no longer says nothing of it; false then.
 */
export async function reportSource(
  tx: Tx,
  companyId: number,
  id: number,
  { state, problem, at }: { state: "running" | "failed"; problem: string | null; at: Date },
  { holder, fencing }: Holding,
): Promise<boolean> {
  const seenAt = state === "running" ? at : null;
  const rows = await tx`update data.source s set state = ${state}, state_reason = ${problem},
      state_since = case when s.state = ${state} and (s.state = 'running' or s.state_reason is not distinct from ${problem}) then s.state_since else ${at} end,
      last_seen_at = coalesce(${seenAt}, s.last_seen_at)
    where s.company_id = ${companyId} and s.id = ${id} and s.removed_at is null and s.state <> 'stopped'
      and exists (select from data.source_lease l where l.company_id = ${companyId} and l.source_id = ${id}
        and l.holder = ${holder} and l.fencing = ${fencing} and l.expires_at > now())
    returning s.id`;
  return rows.length > 0;
}
