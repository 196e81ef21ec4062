import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { findSubjects, freshSubjectIds } from "../../keyring/index.ts";
import { changeErasure, type ErasureRow, listErasures, lockErasure, raiseFence } from "../../store/index.ts";
import { chosenCalls } from "./chosen-calls.ts";
import { type Division, detailOf, planBoxOf } from "./erasure-work.ts";
import { hideUntil } from "./hide-until.ts";
import { type ErasurePlan, openPlan, resealPlan } from "./plan.ts";

type Place = Pick<CompanyContext, "company" | "keyring" | "sql" | "clock">;

/** States in which a plan still has rows to find. */
const UNFINISHED = ["asked", "waiting", "held", "destroying", "deleting"] as const;
/** More than a company may have open at once. */
const MOST = 10_000;

interface OpenPlan {
  readonly row: ErasureRow;
  readonly plan: ErasurePlan;
}

/**
 * Before somebody is divided: every other erasure that means them means what stays of them too. It goes on naming the old id,
 * so that it is right whichever of the two comes first and wherever one is killed. The raised fence turns back who has
 * resolved their people and not yet asked.
 */
export async function tellOthers(work: Place, erasureId: string, divisions: readonly Division[]): Promise<void> {
  const fresh = new Map(divisions.map((one) => [one.old, one]));
  await withCompany(door(work, "web"), work.company.id, async (tx) => {
    await raiseFence(tx, work.company.id);
    for (const { row } of await openPlans(tx, work, UNFINISHED, erasureId)) {
      const locked = await lockErasure(tx, work.company.id, row.id);
      if (locked === null || locked.state !== row.state) continue;
      const plan = await planOf(work, locked);
      const wider = plan === null ? null : widened(plan, fresh);
      if (plan === null || wider === null) continue;
      const chosen = plan.chosen ?? [...(await chosenCalls(tx, work.company, locked.selectionId))];
      const next = wider.divide.length === 0 ? wider : { ...wider, chosen };
      await writePlan(tx, work, locked, next, wider.destroy.length - plan.destroy.length);
    }
  });
}

/** After it: who is in another one's grace stays unread under the new id as well. */
export async function hideForOthers(work: Place, erasureId: string): Promise<void> {
  const waiting = await withCompany(door(work, "web"), work.company.id, (tx) =>
    openPlans(tx, work, ["waiting"], erasureId),
  );
  for (const { row, plan } of waiting)
    if (row.graceUntil !== null && row.graceUntil > work.clock()) await hideUntil(work, plan, row.graceUntil, 1);
}

/** Subjects that another erasure hides or is destroying, 32 hex digits each. */
export async function hiddenByOthers(place: Place, erasureId: string): Promise<ReadonlySet<string>> {
  return await withCompany(door(place, "web"), place.company.id, async (tx) => {
    const plans = await openPlans(tx, place, ["waiting", "destroying", "deleting"], erasureId);
    return new Set(plans.flatMap(({ plan }) => subjectsOf(plan)));
  });
}

/** Whoever is about to be erased or is being erased: nobody reads their numbers any more, wherever they stand. */
export async function identifiersOnTheirWay(tx: Tx, place: Place): Promise<ErasurePlan["identifiers"]> {
  const plans = await openPlans(tx, place, ["waiting", "destroying", "deleting", "cleaning"], "");
  return plans.flatMap(({ plan }) => plan.identifiers);
}

/**
 * The plan with whoever has come to stand for its identifiers since it was made: a subject may have expired meanwhile, and
 * the same number come again under a new one. Written down where it has grown.
 */
export async function upToDate(tx: Tx, place: Place, row: ErasureRow, plan: ErasurePlan): Promise<ErasurePlan> {
  if (plan.only !== undefined) return plan;
  const known = new Set(subjectsOf(plan));
  const later: ErasurePlan["destroy"] = [];
  for (const { class: cls, canonical } of plan.identifiers) {
    for (const one of await findSubjects(place.keyring, place.company.id, { class: DATA_CLASSES[cls], canonical })) {
      const id = one.subjectId.toString("hex");
      if (one.tier !== "exact" || one.class !== DATA_CLASSES[cls] || known.has(id)) continue;
      known.add(id);
      later.push({ id, class: one.class, fresh: freshSubjectIds(1).toString("hex") });
    }
  }
  if (later.length === 0) return plan;
  const grown = { ...plan, destroy: [...plan.destroy, ...later] };
  await writePlan(tx, place, row, grown, 0);
  return grown;
}

function subjectsOf(plan: ErasurePlan): string[] {
  return [...plan.destroy.map((one) => one.id), ...plan.divide.flatMap((one) => [one.old, one.new])];
}

async function openPlans(
  tx: Tx,
  place: Place,
  states: readonly string[],
  except: string,
): Promise<readonly OpenPlan[]> {
  const found: OpenPlan[] = [];
  for (const row of await listErasures(tx, place.company.id, { states, limit: MOST })) {
    if (row.id === except) continue;
    const plan = await planOf(place, row);
    if (plan !== null) found.push({ row, plan });
  }
  return found;
}

async function planOf(place: Place, row: ErasureRow): Promise<ErasurePlan | null> {
  const detail = detailOf(row);
  if (detail.plan === undefined) return null;
  const box = planBoxOf({ erasureId: row.id }, detail);
  return await openPlan(place.keyring, place.company.id, box, detail.plan).catch((error: unknown) => {
    // One that was never carried out in its sixty days has nothing left to tell.
    if (error instanceof AppError && error.code === "expired") return null;
    throw error;
  });
}

/** null where nobody of the plan is divided. A repetition adds nothing twice. */
function widened(plan: ErasurePlan, fresh: ReadonlyMap<string, Division>): ErasurePlan | null {
  const known = new Set([...plan.destroy.map((one) => one.id), ...plan.divide.map((one) => one.old)]);
  const destroy: ErasurePlan["destroy"] = [];
  const divide: ErasurePlan["divide"] = [];
  const next = () => freshSubjectIds(1).toString("hex");
  for (const { id, class: cls } of plan.destroy) {
    const one = fresh.get(id);
    if (one !== undefined && !known.has(one.new)) destroy.push({ id: one.new, class: cls, fresh: next() });
  }
  for (const { old, class: cls } of plan.divide) {
    const one = fresh.get(old);
    if (one !== undefined && !known.has(one.new)) divide.push({ old: one.new, new: next(), class: cls });
  }
  if (destroy.length === 0 && divide.length === 0) return null;
  return { ...plan, destroy: [...plan.destroy, ...destroy], divide: [...plan.divide, ...divide] };
}

/** `added` places at the end of `destroy` are divided like the ones a hold keeps, where that was decided already. */
async function writePlan(tx: Tx, place: Place, row: ErasureRow, plan: ErasurePlan, added: number): Promise<void> {
  const detail = detailOf(row);
  const box = planBoxOf({ erasureId: row.id }, detail);
  const sealed = await resealPlan(place.keyring, place.company.id, box, plan);
  const late = Array.from({ length: added }, (_, at) => plan.destroy.length - added + at);
  const kept = detail.kept === undefined ? {} : { kept: [...detail.kept, ...late] };
  await changeErasure(tx, place.company.id, row.id, { detail: { ...row.detail, plan: sealed, ...kept } }, [row.state]);
}
