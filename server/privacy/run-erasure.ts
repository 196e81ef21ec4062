import { AppError } from "../domain/app-error.ts";
import { errorFields } from "../log.ts";
import { door } from "../context.ts";
import { changeErasure, type ErasureRow, erasureById, inTurn } from "../store/index.ts";
import { cleanBytes } from "./erase/clean-bytes.ts";
import { deleteRows, hasRows } from "./erase/delete-rows.ts";
import { destroyKeys, destroyOldIds } from "./erase/destroy-keys.ts";
import { type Deleted, detailOf, type ErasureWork, inCompany, NOTHING_DELETED, note } from "./erase/erasure-work.ts";
import { issueCertificate } from "./erase/issue-certificate.ts";
import { openPlan } from "./erase/plan.ts";
import { listIntents } from "../keyring/index.ts";
import { companyRules } from "./retention/company-rules.ts";
import { finishMove } from "./retention/move-rows.ts";
import { type ReSearched, reSearch } from "./re-search/re-search.ts";

export type { ErasureWork, InboxDoor } from "./erase/erasure-work.ts";

/**
 * Carries an erasure out, from wherever it stands (DESIGN 2.5): keys, rows, bytes, re-search, certificate. Every step may be
 * killed and is simply made again; two workers at once do the same work twice, never half of it. The company's own rights
 * were asked for when it was requested. Does nothing while the grace runs, or when it is over or undone.
 */
export async function runErasure(work: ErasureWork): Promise<void> {
  const erasure = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (erasure === null || erasure.state === "done" || erasure.state === "undone") return;
  if (erasure.state === "waiting" && !(await begin(work, erasure))) return;
  try {
    // A rule that moves rows to other days meanwhile could hide some of them from the deleter and from the re-search.
    await inTurn(door(work, "web"), work.company.id, async () => {
      await finishMove(work);
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

async function begin(work: ErasureWork, erasure: ErasureRow): Promise<boolean> {
  if (erasure.graceUntil !== null && erasure.graceUntil > work.clock()) return false;
  const before = work.clock();
  return inCompany(work, (tx) =>
    changeErasure(
      tx,
      work.company.id,
      work.erasureId,
      {
        state: "destroying",
        step: "destroying",
        updatedAt: before,
        detail: { ...erasure.detail, before: before.toISOString() },
      },
      ["waiting"],
    ),
  );
}

async function carryOn(work: ErasureWork): Promise<void> {
  const erasure = await reread(work);
  const seen = detailOf(erasure).seen ?? (await eraseAndLook(work, erasure));
  await issueCertificate(work, await reread(work), seen);
}

/** Everything but the certificate. Afterwards plan and intent are not needed any more. */
async function eraseAndLook(work: ErasureWork, erasure: ErasureRow): Promise<ReSearched> {
  const { plan: sealed, before: since } = detailOf(erasure);
  if (sealed === undefined) throw new AppError("gone", "The plan of this erasure is gone.");
  const before = new Date(since ?? erasure.createdAt);
  const destroys = erasure.state === "destroying";
  const [plan, rules] = await Promise.all([
    openPlan(work.keyring, work.company.id, work.erasureId, sealed),
    destroys ? inCompany(work, (tx) => companyRules(tx, work.company.id)) : null,
  ]);
  if (rules !== null) await destroyKeys(work, plan, before, rules);
  if (STAGES.indexOf(erasure.state) <= STAGES.indexOf("deleting")) {
    const deleted = await deleteRows(work, plan, erasure.selectionId, await deletedSoFar(work));
    await destroyOldIds(work, plan, (id, cls) => hasRows(work, id, cls));
    await inCompany(work, (tx) => note(tx, work, "cleaning", { detail: { deleted } }));
  }
  if (STAGES.indexOf(erasure.state) <= STAGES.indexOf("cleaning")) {
    await cleanBytes(work, plan, before, await deletedSoFar(work));
  }
  await inCompany(work, (tx) => note(tx, work, "searching"));
  const intent = (await listIntents(work.keyring, work.company.id)).find((one) => one.id === work.erasureId);
  const seen = await reSearch(work, {
    subjects: (intent?.subjectIds ?? []).map((id) => id.toString("hex")),
    needles: plan.identifiers.map((one) => ({ class: one.class, canonical: one.canonical })),
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

const STAGES: readonly string[] = ["destroying", "deleting", "cleaning", "searching"];

async function reread(work: ErasureWork): Promise<ErasureRow> {
  const erasure = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  if (erasure === null) throw new AppError("not-found", "There is no such erasure.");
  return erasure;
}
