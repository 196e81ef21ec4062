import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { dueSlices, expireSubjects, hasExpiredSubjects, shredSlices } from "../../keyring/index.ts";
import { raiseFence } from "../../store/index.ts";
import { endCases } from "../cases/settle-case.ts";
import { decidedSlices } from "../disposal/decided-slices.ts";
import { applyRules } from "./apply-rules.ts";
import { purgeCalls } from "./purge-calls.ts";

export interface Purged {
  readonly slices: number;
  readonly subjects: number;
  /** Facts of calls whose own rule has ended. */
  readonly calls: number;
}

/**
 * What is due for one company: its expired identifiers, behind the fence, then its keys. The rows lose their meaning with
 * the key; they go when their partition is dropped. Killed in between it is simply made again.
 */
export async function purgeCompany(work: Installation & { company: Company }, signal?: AbortSignal): Promise<Purged> {
  const { keyring, company } = work;
  await endCases(work, signal);
  await applyRules(work, signal);
  const now = work.clock();
  const calls = await purgeCalls(work, signal);
  const today = dayIn(company.timeZone, now);
  // What a rule has cut short meanwhile is left to `applyRules`, which deletes its rows first.
  const passed = (await dueSlices(keyring, now, company.id)).filter((slice) => slice.expiresOn <= today);
  const due = await decidedSlices(work, passed, [company]);
  if (due.length === 0 && !(await hasExpiredSubjects(keyring, company.id, today)))
    return { slices: 0, subjects: 0, calls };
  return withCompany(door(work, "keeper"), company.id, async (tx) => {
    await raiseFence(tx, company.id);
    const subjects = await expireSubjects(keyring, company.id, today);
    const slices = await shredSlices(keyring, due, now);
    await systemAudit(work, tx, company.id, { action: "retention.purged", detail: { slices, subjects, calls } });
    return { slices, subjects, calls };
  });
}
