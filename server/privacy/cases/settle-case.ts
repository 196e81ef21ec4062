import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { door } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import {
  extendKeptSubjects,
  liveSlices,
  openPseudonyms,
  releaseCaseSlices,
  type Slice,
  unmarkPerson,
} from "../../keyring/index.ts";
import {
  type CaseRow,
  caseById,
  caseSlices,
  changeCase,
  countCaseCalls,
  dropCaseRows,
  eachPartyOfSlice,
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
import { PARTY_CLASSES } from "../seek/probes.ts";
import { restingErasures } from "./resting-erasures.ts";
import { carryCalls } from "./carry-calls.ts";
import type { CaseWork } from "./slices-of-case.ts";
import { carryUrgent, carryWaiting } from "./carry-waiting.ts";
import { caseExpiry } from "./grounds.ts";
import { namedInRaw } from "./raw-names.ts";

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
    await giveBack(work, row, options.signal);
  }
}

/** The cases of a company that wait for work, and those whose last day is over. */
export async function waitingCases(work: CaseWork): Promise<CaseRow[]> {
  const today = dayIn(work.company.timeZone, work.clock());
  return inCompany(work, (tx) => openCases(tx, work.company.id, today));
}

/** Those whose last day is over end; called by the night, before the rules are applied. */
export async function endCases(work: CaseWork, signal?: AbortSignal): Promise<void> {
  for (const row of await waitingCases(work))
    if (isOver(work, row)) await settleCase(work, row.id, signal === undefined ? {} : { signal });
}

function isOver(work: CaseWork, row: CaseRow): boolean {
  return row.state === "active" && row.endsOn !== null && row.endsOn < dayIn(work.company.timeZone, work.clock());
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
    if (work.clock().getTime() - row.createdAt.getTime() > ABANDONED_MS) await giveBack(work, row, signal);
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

/** A renewed case: its slices and their rows get the later end, slice by slice, as a lengthened rule does it. */
async function moveEnd(work: CaseWork, row: CaseRow, signal?: AbortSignal): Promise<void> {
  const { keyring, company } = work;
  if (row.endsOn === null) throw new Error("a case that keeps has an end");
  const end = caseExpiry(row.endsOn);
  await ensureDays(door(work, "web"), new Set([end]));
  await inTurn(door(work, "web"), company.id, async () => {
    await inCompany(work, (tx) => readyToMove(tx, company.id, work.clock()));
    await finishMove(work);
    const ids = new Set((await inCompany(work, (tx) => caseSlices(tx, company.id))).filter(ofCase(row)).map(sliceIdOf));
    for (const slice of await liveSlices(keyring, company.id, { classes: [...PARTY_CLASSES, DATA_CLASSES.raw] })) {
      signal?.throwIfAborted();
      if (!ids.has(slice.id) || slice.expiresOn >= end) continue;
      await extendThose(work, slice, end);
      await moveRows(work, slice, slice.expiresOn, end);
    }
    // What another case had kept as long stands in its slices, and these end on their own day whatever is renewed here.
    await carryCalls(work, row, await inCompany(work, (tx) => sharedCalls(tx, company.id, row.id)));
  });
  await inCompany(work, async (tx) => {
    await changeCase(tx, company.id, row.id, { state: "active", changedAt: work.clock() });
    await systemAudit(work, tx, company.id, {
      action: "case.renewed",
      detail: { case: row.id, until: row.endsOn ?? "" },
    });
  });
}

async function extendThose(
  { keyring, company, sql }: CaseWork,
  slice: Pick<Slice, "id" | "class" | "expiresOn">,
  end: string,
): Promise<void> {
  await withCompany(door({ sql }, "web"), company.id, async (tx) => {
    if (slice.class === DATA_CLASSES.raw) {
      const named = await namedInRaw(tx, { keyring, company }, slice);
      await extendKeptSubjects(keyring, company.id, [...named.keys()], end);
      return;
    }
    for await (const page of eachPartyOfSlice(tx, company.id, { day: slice.expiresOn, id: slice.id })) {
      const packed = Buffer.from(page.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
      const ids = (await openPseudonyms(keyring, company.id, slice.id, packed)).flatMap((one) =>
        one.kind === "subject" ? [one.id.toString("hex")] : [],
      );
      await extendKeptSubjects(keyring, company.id, ids, end);
    }
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
        row.id,
      );
  }
  const ids = (await inCompany(work, (tx) => caseSlices(tx, company.id))).filter(ofCase(row)).map(sliceIdOf);
  if (ids.length > 0) {
    await releaseCaseSlices(keyring, company.id, ids);
    await inCompany(work, (tx) => raiseFence(tx, company.id));
    await applyRules(work, signal);
  }
  await inCompany(work, (tx) => endRow(tx, work, row));
}

async function endRow(tx: Tx, work: CaseWork, row: CaseRow): Promise<void> {
  const { company } = work;
  const now = work.clock();
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
