import type { Tx } from "#db/clients.ts";

/**
 * Role collect: how a source fares. `problem` is a code, null when all is well. A source that somebody stopped meanwhile
 * stays stopped; false then.
 */
export async function reportSource(
  tx: Tx,
  companyId: number,
  id: number,
  report: { problem: string | null; seenAt: Date | null; at: Date },
): Promise<boolean> {
  const state = report.problem === null ? "running" : "failed";
  const rows = await tx`update data.source s set state = ${state}, state_reason = ${report.problem},
      state_since = case when s.state = ${state} and s.state_reason is not distinct from ${report.problem} then s.state_since else ${report.at} end,
      last_seen_at = coalesce(${report.seenAt}, s.last_seen_at)
    where s.company_id = ${companyId} and s.id = ${id} and s.removed_at is null and s.state <> 'stopped' returning s.id`;
  return rows.length > 0;
}
