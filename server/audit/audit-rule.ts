import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../context.ts";
import { AUDIT_DEFAULT_DAYS, auditKeptFrom, auditMonth, auditMonthEnds, isAuditRule } from "../domain/audit-rule.ts";
import { destroyAt } from "../domain/retention.ts";
import { type Day, dayIn } from "../domain/zoned-time.ts";
import { liveSlices, moveSlices, type Slice, type SliceMove } from "../keyring/index.ts";
import { listRules, raiseFence, type RuleRow } from "../store/index.ts";
import { AUDIT_CLASS } from "./month-slice.ts";
import { purgeAuditOf } from "./purge-entries.ts";

/** How long a company keeps its audit, and the rule it has set; null where the default holds. Roles web, keeper. */
export async function readAuditRule(
  tx: Tx,
  companyId: number,
): Promise<{ readonly keptDays: number; readonly row: RuleRow | null }> {
  const row = (await listRules(tx, companyId)).find(isAuditRule) ?? null;
  return { keptDays: row?.keptDays ?? AUDIT_DEFAULT_DAYS, row };
}

/** The months' keys whose end is another one under a rule. The month under way keeps its own: entries still go under it. */
export function monthsMoved(slices: readonly Slice[], keptDays: number, today: Day): { slice: Slice; ends: Day }[] {
  return slices.flatMap((slice) => {
    const ends = auditMonthEnds(slice.callDay, keptDays);
    return slice.callDay >= auditMonth(today) || ends === slice.expiresOn ? [] : [{ slice, ends }];
  });
}

/**
 * The rule reaches the past: the keys of past months get its end, those past it open to nobody from now on, and older entries
 * go behind a signed checkpoint. Compares what is with what should be, so that it may be killed and repeated.
 */
export async function applyAuditRule(
  installation: Installation,
  company: Pick<Company, "id" | "timeZone">,
  signal?: AbortSignal,
): Promise<number> {
  const { id, timeZone } = company;
  const now = installation.clock();
  const { keptDays } = await withCompany(door(installation, "keeper"), id, (tx) => readAuditRule(tx, id));
  const slices = await liveSlices(installation.keyring, id, { classes: [AUDIT_CLASS] });
  const moves = monthsMoved(slices, keptDays, dayIn(timeZone, now)).map(
    ({ slice, ends }): SliceMove => ({ sliceId: slice.id, expiresOn: ends, destroyAt: destroyAt(ends, timeZone) }),
  );
  if (moves.length > 0) {
    await moveSlices(installation.keyring, id, moves);
    // No process goes on with the old end.
    await withCompany(door(installation, "keeper"), id, (tx) => raiseFence(tx, id));
  }
  return await purgeAuditOf(installation, id, auditKeptFrom(keptDays, timeZone, now), signal);
}
