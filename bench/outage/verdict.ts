import { setTimeout as wait } from "node:timers/promises";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import type { Senders } from "./senders.ts";

export interface Verdict {
  readonly filed: number;
  readonly pushed: number;
  readonly lost: number;
  readonly twice: number;
  readonly foreign: number;
  readonly undefinedLines: number;
}

/** What stands in the company's tables beside what its senders wrote down. */
export async function verdictOf(owner: Sql, companyId: number, senders: Senders): Promise<Verdict> {
  const [must, may] = [senders.mustBeStored(), senders.mayBeStored()];
  const counts = { filed: senders.filed(), pushed: senders.pushed() };
  return await withCompany(owner, companyId, async (tx) => {
    const rows = await tx`select extract(epoch from started_at)::float8 as at, count(*)::int as n
      from data.call_record where company_id = ${companyId} group by 1`;
    const [lines] = await tx`select count(*)::int as n from data.undefined_line where company_id = ${companyId}`;
    const starts = new Map(rows.map((row) => [Number(row["at"]), Number(row["n"])]));
    return {
      ...counts,
      lost: [...must].filter((second) => !starts.has(second)).length,
      twice: [...starts.values()].reduce((sum, n) => sum + n - 1, 0),
      foreign: [...starts.keys()].filter((second) => !may.has(second)).length,
      undefinedLines: Number(lines?.["n"]),
    };
  });
}

const STANDSTILL_MS = 90_000;
const LONGEST_MS = 20 * 60_000;

/** What an outage has piled up takes a slow machine minutes: nothing is lost while it gets less. */
export async function drained(verdict: () => Promise<Verdict>): Promise<Verdict> {
  const end = performance.now() + LONGEST_MS;
  let fewest = Number.POSITIVE_INFINITY;
  let lessAt = performance.now();
  for (; ; await wait(500)) {
    const found = await verdict();
    if (found.lost < fewest) lessAt = performance.now();
    fewest = Math.min(fewest, found.lost);
    const isOver = performance.now() > Math.min(end, lessAt + STANDSTILL_MS);
    if (found.lost === 0 || isOver) return found;
  }
}
