import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { NEVER_DAYS, type RuleSet } from "../../domain/retention.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { openIntent, resubject, resumeSubjects } from "../../keyring/index.ts";
import { type ErasureWork, hexBytes, inCompany, note, partsOf } from "./erasure-work.ts";
import { hideForOthers, tellOthers } from "./open-plans.ts";
import type { ErasurePlan } from "./plan.ts";

/**
 * The first step: ledger, intent, watermark, and the subjects that go altogether are destroyed. From its return on nobody
 * reads them, here or in any copy of the data cluster. Of the others the lookups move to their new ids.
 */
export async function destroyKeys(
  work: ErasureWork,
  plan: ErasurePlan,
  kept: readonly number[],
  before: Date,
  rules: RuleSet,
): Promise<void> {
  const { keyring, company } = work;
  const { whole, divisions } = partsOf(plan, kept);
  if (divisions.length > 0) {
    await tellOthers(work, work.erasureId, divisions);
    await resumeSubjects(
      keyring,
      company.id,
      divisions.map((one) => hexBytes(one.old)),
    );
    for (const one of divisions) await giveNewId(work, one.old, one.new);
    await hideForOthers(work, work.erasureId);
  }
  await openIntent(keyring, company.id, {
    intentId: work.erasureId,
    subjectIds: [...whole.keys()].map(hexBytes),
    watermarks: plan.identifiers.flatMap((one) => marksOf(one)),
    before,
    until: watermarkEnd(rules, dayIn(company.timeZone, before)),
  });
  const destroyedAt = work.clock().toISOString();
  await inCompany(work, (tx) => note(tx, work, "deleting", { detail: { destroyedAt } }));
}

/** The canonical form, and the digits by which it comes where it cannot be read: their last eight may be others. */
function marksOf({ class: cls, canonical, last8, also }: ErasurePlan["identifiers"][number]) {
  const dataClass = DATA_CLASSES[cls];
  return [
    { class: dataClass, canonical, ...(last8 === null ? {} : { last8 }) },
    ...also.map((digits) => ({ class: dataClass, canonical: digits, last8: digits.slice(-8) })),
  ];
}

/** After their remaining rows have moved: the old ids go, and a new id that nothing points at goes with them. */
export async function destroyOldIds(
  work: ErasureWork,
  plan: ErasurePlan,
  kept: readonly number[],
  keeps: (id: string, cls: number) => Promise<boolean>,
): Promise<void> {
  const { divisions } = partsOf(plan, kept);
  if (divisions.length === 0) return;
  const ids = divisions.map((one) => hexBytes(one.old));
  for (const one of divisions) if (!(await keeps(one.new, one.class))) ids.push(hexBytes(one.new));
  await destroyMore(work, ids);
}

/** Adds to the intent and destroys, without a watermark. */
export async function destroyMore(work: ErasureWork, ids: readonly Buffer[]): Promise<void> {
  if (ids.length === 0) return;
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
