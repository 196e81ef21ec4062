import { AppError } from "../../domain/app-error.ts";
import { NEVER_DAYS, type RuleSet } from "../../domain/retention.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { openIntent, resubject, resumeSubjects } from "../../keyring/index.ts";
import { type ErasureWork, hexBytes, inCompany, note } from "./erasure-work.ts";
import type { ErasurePlan } from "./plan.ts";

/**
 * The first step: ledger, intent, watermark, and the subjects that go altogether are destroyed. From its return on nobody
 * reads them, here or in any copy of the data cluster. Of the others the lookups move to their new ids.
 */
export async function destroyKeys(work: ErasureWork, plan: ErasurePlan, before: Date, rules: RuleSet): Promise<void> {
  const { keyring, company } = work;
  if (plan.divide.length > 0) {
    await resumeSubjects(
      keyring,
      company.id,
      plan.divide.map((one) => hexBytes(one.old)),
    );
    for (const one of plan.divide) await giveNewId(work, one.old, one.new);
  }
  await openIntent(keyring, company.id, {
    intentId: work.erasureId,
    subjectIds: plan.destroy.map((one) => hexBytes(one.id)),
    watermarks: plan.identifiers.map((one) => ({
      class: DATA_CLASSES[one.class],
      canonical: one.canonical,
      ...(one.last8 === null ? {} : { last8: one.last8 }),
    })),
    before,
    until: watermarkEnd(rules, dayIn(company.timeZone, before)),
  });
  const destroyedAt = work.clock().toISOString();
  await inCompany(work, (tx) => note(tx, work, "deleting", { detail: { destroyedAt } }));
}

/** After their remaining rows have moved: the old ids go, and a new id that nothing points at goes with them. */
export async function destroyOldIds(
  work: ErasureWork,
  plan: ErasurePlan,
  keeps: (id: string, cls: number) => Promise<boolean>,
): Promise<void> {
  if (plan.divide.length === 0) return;
  const ids = plan.divide.map((one) => hexBytes(one.old));
  for (const one of plan.divide) if (!(await keeps(one.new, one.class))) ids.push(hexBytes(one.new));
  await openIntent(work.keyring, work.company.id, {
    intentId: work.erasureId,
    subjectIds: ids,
    watermarks: [],
    before: work.clock(),
    until: dayIn(work.company.timeZone, work.clock()),
  });
}

/** Repeated after a kill it finds the new id there, or the old one gone: both mean that it is done. */
async function giveNewId(work: ErasureWork, old: string, fresh: string): Promise<void> {
  try {
    await resubject(work.keyring, work.company.id, hexBytes(old), hexBytes(fresh));
  } catch (error) {
    const known = (error as { code?: string }).code === "23505";
    if (!known && !(error instanceof AppError && error.code === "gone")) throw error;
  }
}

const LONGEST_DAYS = 1_095;

/**
 * A record from before the erasure that comes later than this is late for every class a watermark is set for, so that no
 * rule would store its number. A rule switched off is taken for three years.
 */
function watermarkEnd(rules: RuleSet, today: Day): Day {
  const kept = rules.all
    .filter((rule) => rule.class === "phone" || rule.class === "ssn")
    .map((rule) => rule.keptDays ?? LONGEST_DAYS);
  return addDays(today, Math.min(NEVER_DAYS, Math.max(...kept) + 2));
}
