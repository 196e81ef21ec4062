import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { door } from "../../context.ts";
import { destroyAt } from "../../domain/retention.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { moveSlices, releaseCaseSlices, type Slice, unmarkPerson } from "../../keyring/index.ts";
import {
  type CaseRow,
  caseById,
  caseSlices,
  changeCase,
  countCaseCalls,
  dropCaseRows,
  ensureDays,
  inTurn,
  lockCase,
  openCases,
  otherCasesOf,
  raiseFence,
  readyToMove,
  sharedCalls,
} from "../../store/index.ts";
import { applyRules } from "../retention/apply-rules.ts";
import { finishMove, moveRows } from "../retention/move-rows.ts";
import { settleIdentifiers } from "../retention/settle-identifiers.ts";
import { restingErasures } from "./resting-erasures.ts";
import { carryCalls } from "./carry-calls.ts";
import type { CaseWork } from "./slices-of-case.ts";
import { carryUrgent, carryWaiting } from "./carry-waiting.ts";
import { caseExpiry } from "./grounds.ts";
import { extendPeople, livingSlicesOf } from "./prolong-case.ts";

/**
 * Makes a case what its row says it is: carries the calls that wait, moves its end, or gives back what it kept. Every step may
 * be killed and is made again by the next call; whoever lifts or cancels it meanwhile is obeyed after the batch. `mayDestroy` is asked before rows can go, and throws where the clocks disagree.
 */
export async function settleCase(
  work: CaseWork,
  caseId: string,
  options: { readonly signal?: AbortSignal; readonly mayDestroy?: () => Promise<void> } = {},
): Promise<void> {
  const row = await inCompany(work, (tx) => caseById(tx, work.company.id, caseId));
  if (row === null || row.state === "ended") return;
  if (row.state === "making") await finishMaking(work, row, options.signal);
  else if (row.state === "changing") await moveEnd(work, row, options.signal);
  else if (row.state === "lifting" || isOver(work, row)) {
    await options.mayDestroy?.();
    await endNow(work, row, options.signal);
  }
}

/** The cases of a company that wait for work, and those whose last day is over. */
export async function waitingCases(work: CaseWork): Promise<CaseRow[]> {
  const today = dayIn(work.company.timeZone, work.clock());
  return inCompany(work, (tx) => openCases(tx, work.company.id, today));
}

/**
 * Those whose last day is over end, and those whose end moves keep what they have promised; called by the night, before anything is
 * destroyed.
 */
export async function endCases(work: CaseWork, signal?: AbortSignal): Promise<void> {
  for (const row of await waitingCases(work))
    if (row.state !== "making") await settleCase(work, row.id, signal === undefined ? {} : { signal });
}

function isOver(work: CaseWork, row: CaseRow): boolean {
  return row.state === "active" && row.endsOn !== null && row.endsOn < dayIn(work.company.timeZone, work.clock());
}

/** From the first step on no other case relies on its slices, and nobody renews it any more. */
async function endNow(work: CaseWork, row: CaseRow, signal?: AbortSignal): Promise<void> {
  const ends = await inCompany(work, async (tx) => {
    const now = await lockCase(tx, work.company.id, row.id);
    if (now === null || now.state === "ended") return false;
    // Renewed, or made, since it was read.
    if (now.state !== row.state || now.endsOn !== row.endsOn) return false;
    if (now.state !== "lifting")
      await changeCase(tx, work.company.id, row.id, { state: "lifting", changedAt: work.clock() });
    return true;
  });
  if (ends) await giveBack(work, row, signal);
}

function inCompany<T>(work: CaseWork, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}

/**
 * What ends soonest is carried first. A mark that nobody set was cut short: the identifier is not kept, so that a person has to
 * begin anew.
 */
async function finishMaking(work: CaseWork, row: CaseRow, signal?: AbortSignal): Promise<void> {
  const { company } = work;
  if (row.ofPerson && row.markedAt === null) {
    if (work.clock().getTime() - row.createdAt.getTime() > ABANDONED_MS) await endNow(work, row, signal);
    return;
  }
  if (row.keeps) {
    await carryUrgent(work, row, Number.POSITIVE_INFINITY, signal);
    if (!(await carryWaiting(work, row, signal))) return;
  }
  await inCompany(work, async (tx) => {
    // Another process has made it, or somebody has cancelled it.
    if ((await lockCase(tx, company.id, row.id))?.state !== "making") return;
    const { carried, missed } = await countCaseCalls(tx, company.id, row.id);
    const counts = { calls: carried, callsMissed: missed };
    await changeCase(tx, company.id, row.id, { state: "active", ...counts, changedAt: work.clock() });
    await systemAudit(work, tx, company.id, {
      action: "case.made",
      detail: { case: row.id, calls: carried, missed },
    });
  });
}

const ABANDONED_MS = 5 * 60_000;

/**
 * A renewed case: its slices and their rows get the later end, slice by slice, as a lengthened rule does it. Their keys and people
 * have lived until then since the renewal was asked for (`prolongCase`).
 */
async function moveEnd(work: CaseWork, row: CaseRow, signal?: AbortSignal): Promise<void> {
  const { company } = work;
  if (row.endsOn === null) throw new Error("a case that keeps has an end");
  const end = caseExpiry(row.endsOn);
  await ensureDays(door(work, "web"), new Set([end]));
  await inTurn(door(work, "web"), company.id, async () => {
    await inCompany(work, (tx) => readyToMove(tx, company.id, work.clock()));
    await finishMove(work);
    const short = (await slicesNow(work, row)).filter((slice) => slice.expiresOn < end);
    await inCompany(work, (tx) => extendPeople(tx, work, short, end));
    for (const slice of short) {
      signal?.throwIfAborted();
      await moveRows(work, slice, slice.expiresOn, end);
    }
    // What another case had kept as long stands in its slices, and these end on their own day whatever is renewed here.
    await carryCalls(work, row, await inCompany(work, (tx) => sharedCalls(tx, company.id, row.id)));
  });
  await inCompany(work, async (tx) => {
    // Another process has moved it, or somebody has lifted it.
    if ((await lockCase(tx, company.id, row.id))?.state !== "changing") return;
    const { missed } = await countCaseCalls(tx, company.id, row.id);
    await changeCase(tx, company.id, row.id, { state: "active", callsMissed: missed, changedAt: work.clock() });
    await systemAudit(work, tx, company.id, {
      action: "case.renewed",
      detail: { case: row.id, until: row.endsOn ?? "" },
    });
  });
}

/**
 * What other cases want goes to their slices; the rest of the slices goes back under the rules, which treat them as slices of a
 * rule that has just changed: past their end they are destroyed with their rows, and otherwise they get the end of their rule.
 */
async function giveBack(work: CaseWork, row: CaseRow, signal?: AbortSignal): Promise<void> {
  const { keyring, company } = work;
  if (row.ofPerson) await unmarkPerson(keyring, company.id, row.id);
  // A case that is lifted while it was being made has nothing to carry any more.
  const wanted = await inCompany(work, (tx) => otherCasesOf(tx, company.id, row.id));
  for (const [otherId, calls] of Map.groupBy(wanted, (one) => one.caseId)) {
    signal?.throwIfAborted();
    const other = await inCompany(work, (tx) => caseById(tx, company.id, otherId));
    if (other !== null)
      await carryCalls(
        work,
        other,
        calls.map((call) => call.recordId),
      );
  }
  const ids = (await inCompany(work, (tx) => caseSlices(tx, company.id))).filter(ofCase(row)).map(sliceIdOf);
  if (ids.length > 0) {
    await releaseCaseSlices(keyring, company.id, ids);
    await inCompany(work, (tx) => raiseFence(tx, company.id));
    await applyRules(work, signal);
    await takeBackPromise(work, row);
  }
  await inCompany(work, (tx) => endRow(tx, work, row));
}

/**
 * A renewal whose job never came has prolonged keys and people alone: they end with their rows again. Where no rule had anything to
 * change, nobody else would do that. The keys last, so that whoever comes after a kill sees that it is still to be done.
 */
async function takeBackPromise(work: CaseWork, row: CaseRow): Promise<void> {
  const { timeZone, id } = work.company;
  const prolonged = (await slicesNow(work, row)).filter((slice) => dayIn(timeZone, slice.destroyAt) > slice.expiresOn);
  const moves = prolonged.map(({ id: sliceId, expiresOn: day }) => {
    return { sliceId, expiresOn: day, destroyAt: destroyAt(day, timeZone) };
  });
  if (moves.length === 0) return;
  await settleIdentifiers(work);
  await moveSlices(work.keyring, id, moves);
}

/** The slices of a case that can be read now. */
async function slicesNow(work: CaseWork, { id }: Pick<CaseRow, "id">): Promise<Slice[]> {
  return await inCompany(work, (tx) => livingSlicesOf(tx, work, id));
}

async function endRow(tx: Tx, work: CaseWork, row: CaseRow): Promise<void> {
  const { company } = work;
  const now = work.clock();
  // Another process has ended it meanwhile.
  if ((await lockCase(tx, company.id, row.id))?.state === "ended") return;
  await dropCaseRows(tx, company.id, row.id);
  await changeCase(tx, company.id, row.id, { state: "ended", endedAt: row.endedAt ?? now, changedAt: now });
  await systemAudit(work, tx, company.id, { action: "case.ended", detail: { case: row.id, kind: row.kind } });
  for (const erasureId of await restingErasures(tx, company.id))
    await enqueue(tx, "erase-rest", { companyId: company.id, erasureId });
}

function ofCase(row: Pick<CaseRow, "id">) {
  return (one: { readonly caseId: string }) => one.caseId === row.id;
}

function sliceIdOf(one: { readonly sliceId: number }): number {
  return one.sliceId;
}
