import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { type Company, door, type Installation } from "../../context.ts";
import {
  changeSortRun,
  FIRST_ID,
  holdSortRun,
  monthOfCall,
  nextCall,
  readLimits,
  readSorting,
  sortCalls,
  type SortRunChange,
  type SortRunStand,
} from "../../store/index.ts";

export type SortWork = Installation & { readonly company: Company };

/** Calls of one transaction: a search or an erasure that wants one of them waits some hundredths of a second. */
const CALLS_AT_ONCE = 2_000;

/**
 * Sorts the stored calls of a company by its limits, batch by batch through its months. How far it came is kept in the transaction of the
 * batch: killed, it goes on there, and two of them do no call twice. Limits that change meanwhile make it begin anew. It looks at facts
 * alone and changes nothing but what they are counted as, so that whatever was erased or has expired stays so.
 */
export async function runSorting(work: SortWork, runId: string, signal?: AbortSignal): Promise<void> {
  const { id: companyId } = work.company;
  for (;;) {
    signal?.throwIfAborted();
    const goesOn = await withCompany(door(work, "keeper"), companyId, async (tx) => {
      const run = await holdSortRun(tx, companyId, runId);
      if (run === null || (run.state !== "waiting" && run.state !== "running")) return false;
      const change = await nextStep(work, tx, run);
      await changeSortRun(tx, companyId, runId, change);
      if (change.state !== undefined && change.state !== "running") await tell(work, tx, { ...run, ...change });
      return change.state === undefined || change.state === "running";
    });
    if (!goesOn) return;
  }
}

async function nextStep(work: SortWork, tx: Tx, run: SortRunStand): Promise<SortRunChange> {
  const now = work.clock();
  if (run.cancelRequested) return { state: "cancelled", finishedAt: now };
  const { limitsVersion } = await readSorting(tx, run.companyId);
  if (run.state === "waiting") return { ...FROM_THE_FIRST, state: "running", startedAt: now, version: limitsVersion };
  if (run.version !== limitsVersion) return { ...FROM_THE_FIRST, version: limitsVersion };
  const after = run.atId ?? FIRST_ID;
  const next = await nextCall(tx, run.companyId, after);
  if (next === null) return { state: "done", finishedAt: now };
  const range = { after, end: monthOfCall(next).end, limit: CALLS_AT_ONCE };
  const sorted = await sortCalls(tx, run.companyId, range, await readLimits(tx, run.companyId));
  return {
    atId: sorted.lastId ?? next,
    looked: run.looked + sorted.looked,
    setApart: run.setApart + sorted.setApart,
    putBack: run.putBack + sorted.putBack,
    changed: run.changed + sorted.changed,
  };
}

/** What former limits had changed stays counted: it was changed. */
const FROM_THE_FIRST = { atId: null, looked: 0 } as const;

async function tell(work: SortWork, tx: Tx, run: SortRunStand): Promise<void> {
  const { state, version, looked, setApart, putBack, changed } = run;
  await systemAudit(work, tx, run.companyId, {
    action: "thresholds.resorted",
    detail: { run: run.id, state, version, calls: looked, setApart, putBack, changed },
  });
}
