import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { dueSlices, expireSubjects, shredSlices } from "../../keyring/index.ts";
import { raiseFence } from "../../store/index.ts";
import { applyRules } from "./apply-rules.ts";

export interface Purged {
  readonly slices: number;
  readonly subjects: number;
}

/**
 * What is due for one company: its expired identifiers, behind the fence, then its keys. The rows lose their meaning with
 * the key; they go when their partition is dropped. Killed in between it is simply made again.
 */
export async function purgeCompany(work: Installation & { company: Company }, signal?: AbortSignal): Promise<Purged> {
  const { keyring, company } = work;
  await applyRules(work, signal);
  const now = work.clock();
  const due = (await dueSlices(keyring, now)).filter((slice) => slice.companyId === company.id);
  if (due.length === 0) return { slices: 0, subjects: 0 };
  const today = dayIn(company.timeZone, now);
  return withCompany(door(work, "keeper"), company.id, async (tx) => {
    await raiseFence(tx, company.id);
    const subjects = await expireSubjects(keyring, company.id, today);
    const slices = await shredSlices(keyring, due, now);
    await systemAudit(work, tx, company.id, { action: "retention.purged", detail: { slices, subjects } });
    return { slices, subjects };
  });
}
