import type { Company } from "../context.ts";
import { destroyAt } from "../domain/retention.ts";
import { addDays, type Day, dayIn } from "../domain/zoned-time.ts";
import { ensureSlices, type Keyring, type Slice, type SliceSpec } from "../keyring/index.ts";

/** The class code of audit slices; the classes of records end before it. */
export const AUDIT_CLASS = 8;
/** Slices of no product. */
const NO_PRODUCT = 0;
/** Whom an audit row is about can be told for so long after its month; the row itself stays, about nobody. */
export const AUDIT_KEPT_DAYS = 731;

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

export function auditSlice(day: Day, timeZone: string): SliceSpec {
  const callDay = `${day.slice(0, -2)}01`;
  const expiresOn = addDays(callDay, 31 + AUDIT_KEPT_DAYS + 1);
  return { product: NO_PRODUCT, class: AUDIT_CLASS, callDay, expiresOn, destroyAt: destroyAt(expiresOn, timeZone) };
}
