import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** Partitions of one day of expiry, or of a whole month beyond the horizon. */
export interface Leaf {
  readonly leaf: string;
  readonly firstDay: Day;
  /** The day after its last one. */
  readonly endDay: Day;
  /** Whether every time zone has reached the end, by the database's clock. */
  readonly pastEverywhere: boolean;
}

/** Role keeper. All days and months that have partitions. */
export async function listLeaves(keeper: Sql): Promise<Leaf[]> {
  return rowsAs(await keeper`select * from data.party_leaves()`);
}

/** Role keeper. The ones that may be dropped once the keyring reports no live slice in them. Both clocks have to agree. */
export async function droppableDays(keeper: Sql, now: Date): Promise<Leaf[]> {
  return (await listLeaves(keeper)).filter(
    (leaf) => leaf.pastEverywhere && now.getTime() >= Date.parse(`${leaf.endDay}T12:00:00Z`) - DAY_MS,
  );
}

const DAY_MS = 86_400_000;

export interface PurgedCount {
  readonly companyId: number;
  readonly product: number;
  readonly class: number;
  readonly expiresOn: Day;
  readonly held: number;
}

/**
 * Role keeper. Drops the partitions and writes the purge log in one transaction. It waits at most `lockMs` for searches that
 * run, and tries again: what waits for an exclusive lock makes every later search wait behind it.
 */
export async function dropDay(
  keeper: Sql,
  leaf: Pick<Leaf, "leaf" | "firstDay" | "endDay">,
  at: Date,
  options: { lockMs?: number; tries?: number } = {},
): Promise<PurgedCount[]> {
  const { lockMs = 200, tries = 50 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(keeper, async (tx) => {
        await tx.unsafe(`set local lock_timeout = '${Math.round(lockMs)}ms'`);
        await tx`select data.drop_leaf(${leaf.leaf})`;
        return takeCounts(tx, { ...leaf, companyId: null }, at);
      });
    } catch (error) {
      const { code } = error as { code?: string };
      if ((code !== "55P03" && code !== "40P01") || attempt >= tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(50 * attempt, 2_000)));
    }
  }
}

/** Nothing is counted row by row: ingest and erasures keep the counts up to date. */
async function takeCounts(
  tx: Tx,
  ends: { readonly firstDay: Day; readonly endDay: Day; readonly companyId: number | null },
  at: Date,
): Promise<PurgedCount[]> {
  const { firstDay, endDay, companyId } = ends;
  return rowsAs(
    await tx`
    with went as (
      delete from data.stored_count s where s.expires_on >= ${firstDay}::date and s.expires_on < ${endDay}::date
        and (${companyId}::int is null or s.company_id = ${companyId})
      returning s.company_id, s.expires_on, s.product, s.class, s.held),
    ends as (
      delete from data.call_day_end e where e.expires_on >= ${firstDay}::date and e.expires_on < ${endDay}::date
        and (${companyId}::int is null or e.company_id = ${companyId})),
    logged as (
      insert into data.purge_log (company_id, expires_on, product, class, went_at, held)
      select w.company_id, w.expires_on, w.product, w.class, ${at}, w.held from went w where w.held > 0)
    select w.company_id, w.expires_on, w.product, w.class, w.held from went w where w.held > 0
    order by 1, 2, 3, 4`,
  );
}

/**
 * Role keeper, inside the company. Deletes the rows that ended on `day` or before, in partitions that cannot be dropped yet
 * (a month's, or one that another time zone still reads), and logs them. Answers how many rows went.
 */
export async function deleteDue(
  tx: Tx,
  companyId: number,
  day: Day,
  at: Date = new Date(`${day}T00:00:00Z`),
): Promise<number> {
  let gone = 0;
  for (;;) {
    const [row] = await tx`select data.delete_due(${companyId}, ${day}, ${ROWS_AT_ONCE}) as n`;
    const more = row?.["n"] as number;
    gone += more;
    if (more === 0) break;
  }
  const endDay = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  await takeCounts(tx, { firstDay: "0001-01-01", endDay, companyId }, at);
  return gone;
}

const ROWS_AT_ONCE = 50_000;

/** What went when (role web). The newest night first. */
export interface PurgeLogRow extends PurgedCount {
  readonly wentAt: Date;
}

export async function listPurges(
  tx: Tx,
  companyId: number,
  page: { before?: Date; limit: number },
): Promise<PurgeLogRow[]> {
  return rowsAs(
    await tx`select company_id, expires_on, product, class, went_at, held from data.purge_log p
    where p.company_id = ${companyId} and (${page.before ?? null}::timestamptz is null or p.went_at < ${page.before ?? null})
    order by p.went_at desc, p.product, p.class limit ${page.limit}`,
  );
}

/** Role keeper: what went otherwise than with its day, e.g. by a shortened rule. */
export async function addPurges(tx: Tx, rows: readonly PurgeLogRow[]): Promise<void> {
  for (const row of rows) {
    await tx`insert into data.purge_log (company_id, expires_on, product, class, went_at, held)
      values (${row.companyId}, ${row.expiresOn}, ${row.product}::int2, ${row.class}::int2, ${row.wentAt}, ${row.held}) on conflict do nothing`;
  }
}

/** How many values of each product and class end on which day: exactly what the coming nights erase (role web). */
export async function listStored(tx: Tx, companyId: number): Promise<PurgedCount[]> {
  return rowsAs(
    await tx`select company_id, expires_on, product, class, held from data.stored_count s
    where s.company_id = ${companyId} and s.held > 0 order by s.expires_on, s.product, s.class`,
  );
}

/** Raw records and undefined lines of these days by slice (role web): several slices may end on one day. */
export async function heldOfDays(
  tx: Tx,
  companyId: number,
  days: readonly Day[],
): Promise<{ sliceId: number; class: number; held: number }[]> {
  if (days.length === 0) return [];
  return rowsAs(await tx`select * from data.held_of_days(${companyId}, ${[...days]}::date[])`);
}

/** Role keeper, inside the company. Facts of calls of days before `before`, at most 20,000 in one go. Answers how many went. */
export async function deleteCalls(tx: Tx, companyId: number, product: number, before: Day): Promise<number> {
  const [row] = await tx`select data.delete_calls(${companyId}, ${product}::int2, ${before}, ${CALLS_AT_ONCE}) as n`;
  return Number(row?.["n"] ?? 0);
}

export const CALLS_AT_ONCE = 20_000;

/** Role web. Calls by product and day, of the days from `from` to the one before `before`. */
export async function countCallDays(
  tx: Tx,
  companyId: number,
  from: Day,
  before: Day,
): Promise<{ product: number; callDay: Day; calls: number }[]> {
  if (from >= before) return [];
  return rowsAs(await tx`select * from data.count_call_days(${companyId}, ${from}::date, ${before}::date)`);
}

/** Role web. What went in a period, the oldest first; a row a night, product and class. */
export async function purgesBetween(
  tx: Tx,
  companyId: number,
  { from, before }: { from: Date; before: Date },
): Promise<PurgeLogRow[]> {
  return rowsAs(
    await tx`select company_id, expires_on, product, class, went_at, held from data.purge_log p
    where p.company_id = ${companyId} and p.went_at >= ${from} and p.went_at < ${before} and p.held > 0
    order by p.went_at, p.product, p.class`,
  );
}

/** Role web. Erasures that ended in a period, and the calls they were about. */
export async function countErased(
  tx: Tx,
  companyId: number,
  { from, before }: { from: Date; before: Date },
): Promise<{ requests: number; calls: number }> {
  const [row] = await tx`select count(*)::int as requests, coalesce(sum(e.total), 0)::int8 as calls from data.erasure e
    where e.company_id = ${companyId} and e.finished_at >= ${from} and e.finished_at < ${before} and e.certificate_id is not null`;
  return { requests: Number(row?.["requests"] ?? 0), calls: Number(row?.["calls"] ?? 0) };
}
