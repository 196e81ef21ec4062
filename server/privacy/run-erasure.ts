import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { errorFields } from "../log.ts";
import { door } from "../context.ts";
import { listIntents } from "../keyring/index.ts";
import { changeErasure, type ErasureRow, erasureById, inTurn, lockErasure } from "../store/index.ts";
import { cleanBytes } from "./erase/clean-bytes.ts";
import { deleteRows, hasRows, meantBy } from "./erase/delete-rows.ts";
import { destroyKeys, destroyOldIds } from "./erase/destroy-keys.ts";
import {
  type Deleted,
  detailOf,
  type ErasureWork,
  type HeldCount,
  inCompany,
  NOTHING_DELETED,
  note,
  partsOf,
  planBoxOf,
} from "./erase/erasure-work.ts";
import { issueCertificate } from "./erase/issue-certificate.ts";
import { upToDate } from "./erase/open-plans.ts";
import { type ErasurePlan, openPlan } from "./erase/plan.ts";
import { whyRefused } from "./erase/refuse-erasure.ts";
import { beginRest, keepRest } from "./erase/rest.ts";
import { countHeld, keptByHolds } from "./erase/staying.ts";
import { companyRules } from "./retention/company-rules.ts";
import { finishMove } from "./retention/move-rows.ts";
import { needlesOf } from "./re-search/needle.ts";
import { type ReSearched, reSearch } from "./re-search/re-search.ts";

export type { ErasureWork, InboxDoor } from "./erase/erasure-work.ts";

/**
 * Carries an erasure out, from wherever it stands (DESIGN 2.5): keys, rows, bytes, re-search, certificate. Every step may be
 * killed and is simply made again; two workers at once do the same work twice, never half of it. The company's own rights
 * were asked for when it was requested. Does nothing while the grace runs or a second person's word is missing, or when it is
 * over; what a hold had left goes on where the hold is gone.
 */
export async function runErasure(work: ErasureWork): Promise<void> {
  const erasure = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (erasure === null || !STARTS.has(erasure.state)) return;
  if (erasure.state === "waiting" && !(await begin(work))) return;
  try {
    // A rule that moves rows to other days meanwhile could hide some of them from the deleter and from the re-search.
    await inTurn(door(work, "web"), work.company.id, async () => {
      await finishMove(work);
      if (
        erasure.state === "held" &&
        ((await inCompany(work, (tx) => forbidden(tx, work))) || !(await beginRest(work)))
      )
        return;
      await carryOn(work);
    });
  } catch (error) {
    work.log.warn("erasure-interrupted", { erasure: work.erasureId, ...errorFields(error) });
    await inCompany(work, (tx) =>
      changeErasure(tx, work.company.id, work.erasureId, {
        error: "It was interrupted and is tried again by itself.",
        updatedAt: work.clock(),
      }),
    ).catch(() => undefined);
    throw error;
  }
}

const STAGES: readonly string[] = ["destroying", "deleting", "cleaning", "searching"];
const STARTS: ReadonlySet<string> = new Set(["waiting", "held", ...STAGES]);

async function begin(work: ErasureWork): Promise<boolean> {
  const before = work.clock();
  return inCompany(work, async (tx) => {
    // Locked: another erasure may just have written down in its plan whom it divides.
    const erasure = await lockErasure(tx, work.company.id, work.erasureId);
    if (erasure === null || (erasure.graceUntil !== null && erasure.graceUntil > before)) return false;
    if (await forbidden(tx, work)) {
      const again = { graceUntil: new Date(before.getTime() + DAY_MS), updatedAt: before, error: NO_DECISION };
      await changeErasure(tx, work.company.id, work.erasureId, again, ["waiting"]);
      return false;
    }
    const detail = { ...erasure.detail, before: before.toISOString() };
    const change = { state: "destroying", step: "destroying", updatedAt: before, detail };
    return changeErasure(tx, work.company.id, work.erasureId, change, ["waiting"]);
  });
}

/**
 * A public body whose disposal decision has ended since may destroy nothing now. It is asked again a day later; nobody reads it
 * meanwhile, and it can be undone.
 */
async function forbidden(tx: Tx, work: ErasureWork): Promise<boolean> {
  return (await whyRefused(tx, work)).length > 0;
}

const DAY_MS = 86_400_000;
const NO_DECISION =
  "No disposal decision covers it any more, so that nothing is destroyed. Record one, or undo the erasure.";

async function carryOn(work: ErasureWork): Promise<void> {
  const erasure = await reread(work);
  const seen = detailOf(erasure).seen ?? (await eraseAndLook(work, erasure));
  await issueCertificate(work, await reread(work), seen);
}

/** Everything but the certificate. Afterwards the plan is needed for what a hold keeps, or not any more. */
async function eraseAndLook(work: ErasureWork, erasure: ErasureRow): Promise<ReSearched> {
  const { plan: sealed, before: since } = detailOf(erasure);
  if (sealed === undefined) throw new AppError("gone", "The plan of this erasure is gone.");
  const before = new Date(since ?? erasure.createdAt);
  const destroys = erasure.state === "destroying";
  const opened = await openPlan(work.keyring, work.company.id, planBoxOf(work, detailOf(erasure)), sealed);
  const begins = destroys && detailOf(erasure).kept === undefined;
  const plan = begins ? await inCompany(work, (tx) => upToDate(tx, work, erasure, opened)) : opened;
  const rules = destroys ? await inCompany(work, (tx) => companyRules(tx, work.company.id)) : null;
  const kept = detailOf(erasure).kept ?? (await noteKept(work, plan));
  if (rules !== null) await destroyKeys(work, plan, kept, before, rules);
  if (STAGES.indexOf(erasure.state) <= STAGES.indexOf("deleting")) {
    const deleted = await deleteRows(work, plan, kept, erasure.selectionId, await deletedSoFar(work));
    await destroyOldIds(work, plan, kept, (id, cls) => hasRows(work, id, cls));
    const held = await whatIsHeld(work, erasure, plan, kept);
    await inCompany(work, (tx) => note(tx, work, "cleaning", { detail: { deleted, held } }));
  }
  if (STAGES.indexOf(erasure.state) <= STAGES.indexOf("cleaning")) {
    await cleanBytes(work, plan, before, await deletedSoFar(work));
  }
  await inCompany(work, (tx) => note(tx, work, "searching"));
  return lookAgain(work, plan, before);
}

/** Written down before any key is touched: a repetition after a kill divides whom the first attempt divided. */
async function noteKept(work: ErasureWork, plan: ErasurePlan): Promise<readonly number[]> {
  const kept = await keptByHolds(work, plan);
  await inCompany(work, (tx) => note(tx, work, "destroying", { detail: { kept } }));
  return kept;
}

/** Asked while the selection still says which calls were chosen; the plan for the rest is written with it. */
async function whatIsHeld(
  work: ErasureWork,
  erasure: ErasureRow,
  plan: ErasurePlan,
  kept: readonly number[],
): Promise<readonly HeldCount[]> {
  const left = new Map(partsOf(plan, kept).divisions.map((one) => [one.new, one.class]));
  const held = await inCompany(work, async (tx) =>
    countHeld(tx, work, left, await meantBy(tx, work, plan, erasure.selectionId)),
  );
  await keepRest(work, plan, held);
  return held.counts;
}

async function lookAgain(work: ErasureWork, plan: ErasurePlan, before: Date): Promise<ReSearched> {
  const intent = (await listIntents(work.keyring, work.company.id)).find((one) => one.id === work.erasureId);
  const seen = await reSearch(work, {
    subjects: (intent?.subjectIds ?? []).map((id) => id.toString("hex")),
    needles: needlesOf(plan.identifiers),
    before,
    inbox: work.inbox.waiting(work.company.id, before),
    ...(work.signal === undefined ? {} : { signal: work.signal }),
  });
  await inCompany(work, (tx) => note(tx, work, "searching", { detail: { seen } }));
  return seen;
}

async function deletedSoFar(work: ErasureWork): Promise<Deleted> {
  return detailOf(await reread(work)).deleted ?? NOTHING_DELETED;
}

async function reread(work: ErasureWork): Promise<ErasureRow> {
  const erasure = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (erasure === null) throw new AppError("not-found", "There is no such erasure.");
  return erasure;
}
