import type { Tx } from "#db/clients.ts";
import { type Limits, type LimitsOf, NO_LIMITS } from "../domain/thresholds.ts";
import { THRESHOLDS } from "../domain/sorted.ts";
import { rowsAs } from "./rows.ts";

/** Source 0 stands for the company. */
const COMPANY = 0;

/** Limits and who set them. */
export interface ThresholdRow extends Limits {
  readonly companyId: number;
  /** null: the company's, for every source without its own. */
  readonly sourceId: number | null;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. The company's first. */
export async function listThresholds(tx: Tx, companyId: number): Promise<ThresholdRow[]> {
  return rowsAs<ThresholdRow>(
    await tx`select t.* from data.threshold t where t.company_id = ${companyId} order by t.source_id`,
  ).map((row) => ({ ...row, sourceId: row.sourceId === COMPANY ? null : row.sourceId }));
}

/** Roles web, ingest and keeper. */
export async function readLimits(tx: Tx, companyId: number): Promise<LimitsOf> {
  const rows = rowsAs<Limits & { sourceId: number }>(
    await tx`select t.source_id, t.duration_seconds, t.ring_seconds, t.cost_cents, t.unanswered, t.internal
      from data.threshold t where t.company_id = ${companyId}`,
  );
  return {
    company: rows.find((row) => row.sourceId === COMPANY) ?? NO_LIMITS,
    sources: new Map(rows.filter((row) => row.sourceId !== COMPANY).map((row) => [row.sourceId, row])),
  };
}

/** Role web. */
export async function setThreshold(tx: Tx, row: ThresholdRow): Promise<void> {
  await tx`insert into data.threshold (company_id, source_id, duration_seconds, ring_seconds, cost_cents, unanswered, internal,
      set_at, set_by, set_by_name)
    values (${row.companyId}, ${row.sourceId ?? COMPANY}, ${row.durationSeconds}, ${row.ringSeconds}, ${row.costCents}, ${row.unanswered},
      ${row.internal}, ${row.setAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id, source_id) do update set duration_seconds = excluded.duration_seconds, ring_seconds = excluded.ring_seconds,
      cost_cents = excluded.cost_cents, unanswered = excluded.unanswered, internal = excluded.internal, set_at = excluded.set_at,
      set_by = excluded.set_by, set_by_name = excluded.set_by_name`;
}

/** Role web. A source without limits of its own goes by the company's. */
export async function dropThreshold(tx: Tx, companyId: number, sourceId: number): Promise<void> {
  await tx`delete from data.threshold t where t.company_id = ${companyId} and t.source_id = ${sourceId}`;
}

/** What a limit changes in one month of calls. */
export interface SortedMonth {
  /** Its first day. */
  readonly month: string;
  readonly looked: number;
  readonly setApart: number;
  readonly putBack: number;
  readonly changed: number;
}

export interface IdRange {
  /** Not included. */
  readonly after: string;
  /** Not included. */
  readonly end: string;
}

/**
 * Role web. What these limits would change in stored calls of a range. Throws what Postgres does (57014) when it has not counted them within
 * so many milliseconds.
 */
export async function previewSorting(
  tx: Tx,
  companyId: number,
  { after, end }: IdRange,
  limits: LimitsOf,
  patienceMs: number,
): Promise<SortedMonth[]> {
  await tx.unsafe(`set local statement_timeout = ${Math.max(1, Math.round(patienceMs))}`);
  const { sources, durations, rings, costs, flags } = arraysOf(limits);
  const rows = rowsAs<SortedMonth>(
    await tx`select p.month::text, p.looked, p.set_apart, p.put_back, p.changed from data.preview_sorting(${companyId}, ${after}, ${end}, ${sources}::int[],
      ${durations}::int[], ${rings}::int[], ${costs}::int[], ${flags}::int[]) p`,
  );
  return rows.map(({ month, looked, setApart, putBack, changed }) => ({
    month,
    ...{ looked: Number(looked), setApart: Number(setApart), putBack: Number(putBack), changed: Number(changed) },
  }));
}

export interface SortedCalls extends Omit<SortedMonth, "month"> {
  /** The last one that was looked at; null when there was none. */
  readonly lastId: string | null;
}

/** Role keeper. Sorts at most `limit` calls of a range by these limits, in the order of their ids. */
export async function sortCalls(
  tx: Tx,
  companyId: number,
  { after, end, limit }: IdRange & { readonly limit: number },
  limits: LimitsOf,
): Promise<SortedCalls> {
  const { sources, durations, rings, costs, flags } = arraysOf(limits);
  const [row] = rowsAs<SortedCalls>(
    await tx`select * from data.sort_calls(${companyId}, ${after}, ${end}, ${limit}, ${sources}::int[],
      ${durations}::int[], ${rings}::int[], ${costs}::int[], ${flags}::int[])`,
  );
  return row ?? { lastId: null, looked: 0, setApart: 0, putBack: 0, changed: 0 };
}

/** Role keeper. */
export async function nextCall(tx: Tx, companyId: number, after: string): Promise<string | null> {
  const [row] = await tx`select data.next_call(${companyId}, ${after}) as id`;
  return (row?.["id"] as string | null | undefined) ?? null;
}

/** Role web. */
export async function lastCall(tx: Tx, companyId: number, before: string): Promise<string | null> {
  const [row] = await tx`select data.last_call(${companyId}, ${before}) as id`;
  return (row?.["id"] as string | null | undefined) ?? null;
}

function arraysOf({ company, sources }: LimitsOf) {
  const all: (readonly [number, Limits])[] = [[COMPANY, company], ...sources];
  return {
    sources: all.map(([source]) => source),
    durations: all.map(([, limits]) => limits.durationSeconds),
    rings: all.map(([, limits]) => limits.ringSeconds),
    costs: all.map(([, limits]) => limits.costCents),
    flags: all.map(
      ([, { unanswered, internal }]) => (unanswered ? THRESHOLDS.unanswered : 0) | (internal ? THRESHOLDS.internal : 0),
    ),
  };
}
