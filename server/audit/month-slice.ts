import type { Company } from "../context.ts";
import { AUDIT_DEFAULT_DAYS, AUDIT_RULE, auditMonth, auditMonthEnds } from "../domain/audit-rule.ts";
import { destroyAt } from "../domain/retention.ts";
import { type Day, dayIn } from "../domain/zoned-time.ts";
import { ensureSlices, type Keyring, type Slice, type SliceSpec } from "../keyring/index.ts";

/** The class code of audit slices. */
export const AUDIT_CLASS = AUDIT_RULE.class;

/** The slice under which this month's audit rows name their subjects: linkable within the month, to those with the key. */
export async function monthSlice(
  keyring: Keyring,
  company: Pick<Company, "id" | "timeZone">,
  at: Date,
): Promise<Slice> {
  const [slice] = await ensureSlices(keyring, company.id, [auditSlice(dayIn(company.timeZone, at), company.timeZone)]);
  if (slice === undefined) throw new Error("one slice was asked for");
  return slice;
}

/** It begins with the end of the default, whatever the rule: that reaches it once its month is over (`applyAuditRule`). */
export function auditSlice(day: Day, timeZone: string): SliceSpec {
  const callDay = auditMonth(day);
  const expiresOn = auditMonthEnds(callDay, AUDIT_DEFAULT_DAYS);
  return {
    product: AUDIT_RULE.product,
    class: AUDIT_CLASS,
    callDay,
    expiresOn,
    destroyAt: destroyAt(expiresOn, timeZone),
  };
}
