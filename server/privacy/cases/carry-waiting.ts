import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { CALL_STATES, type CaseRow, callsOfCase, caseById, partiesOfRecords, sharedCalls } from "../../store/index.ts";
import { CALLS_AT_ONCE, carryCalls } from "./carry-calls.ts";
import { type CaseWork, type Keeping, SAFE_DAYS } from "./slices-of-case.ts";

const PAGE = 1_000;

/** The calls that wait, the oldest first, a batch a transaction. False when the case was lifted or cancelled meanwhile. */
export async function carryWaiting(work: CaseWork, keeping: Keeping, signal?: AbortSignal): Promise<boolean> {
  for (;;) {
    signal?.throwIfAborted();
    const page = { state: CALL_STATES.waits, limit: CALLS_AT_ONCE };
    const row = await inCompany(work, (tx) => caseById(tx, work.company.id, keeping.id));
    if (row === null || !isMade(row)) return false;
    const ids = await inCompany(work, (tx) => callsOfCase(tx, work.company.id, keeping.id, page));
    if (ids.length === 0) return true;
    await carryCalls(work, keeping, ids);
  }
}

/** Those of the waiting calls that end within the next days, at most `most`: they are not there to wait for a worker. */
export async function carryUrgent(work: CaseWork, keeping: Keeping, most: number, signal?: AbortSignal): Promise<void> {
  let left = most;
  for (let after = ""; left > 0; ) {
    signal?.throwIfAborted();
    const page = { state: CALL_STATES.waits, limit: PAGE, ...(after === "" ? {} : { after }) };
    const urgent = await inCompany(work, async (tx) => {
      const ids = await callsOfCase(tx, work.company.id, keeping.id, page);
      after = ids.at(-1) ?? "";
      return (await endingSoon(tx, work, ids)).slice(0, left);
    });
    if (after === "") return;
    await carryCalls(work, keeping, urgent);
    left -= urgent.length;
  }
}

/**
 * Of the calls that a renewed case shares with others, those that would end with these within the next days, at most `most`. A
 * case in whose slices they stand ends on its own day, whatever is renewed beside it.
 */
export async function carryShared(work: CaseWork, keeping: Keeping, most: number): Promise<void> {
  const urgent = await inCompany(work, async (tx) => {
    const soon: string[] = [];
    const shared = await sharedCalls(tx, work.company.id, keeping.id);
    for (let at = 0; at < shared.length && soon.length < most; at += PAGE)
      soon.push(...(await endingSoon(tx, work, shared.slice(at, at + PAGE))));
    return soon.slice(0, most);
  });
  await carryCalls(work, keeping, urgent);
}

async function endingSoon(tx: Tx, { company, clock }: CaseWork, ids: readonly string[]): Promise<string[]> {
  const last = addDays(dayIn(company.timeZone, clock()), SAFE_DAYS);
  const days = Array.from({ length: SAFE_DAYS + 1 }, (_, ahead) => addDays(last, -ahead));
  const rows = await partiesOfRecords(tx, company.id, ids, days);
  return [...new Set(rows.map((row) => row.recordId))];
}

export function isMade({ state }: Pick<CaseRow, "state">): boolean {
  return state === "making" || state === "changing" || state === "active";
}

function inCompany<T>(work: CaseWork, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}
