import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** Sealed values of one key. */
export interface SealedAge {
  readonly class: number;
  readonly product: number;
  readonly sliceId: number;
  readonly expiresOn: Day;
  readonly held: number;
}

/** Role web, inside the company: raw records and undefined lines by key, counted on the rows. */
export async function sealedAges(tx: Tx, companyId: number): Promise<SealedAge[]> {
  return rowsAs(await tx`select * from data.sealed_ages(${companyId})`);
}

/** Role web, inside the company: of these keys those under which a party row stands. */
export async function partiesUnder(
  tx: Tx,
  companyId: number,
  keys: readonly { readonly id: number; readonly expiresOn: Day }[],
): Promise<ReadonlySet<number>> {
  if (keys.length === 0) return new Set();
  const rows = await tx`select * from data.parties_under(${companyId}, ${keys.map((key) => key.expiresOn)}::date[],
    ${keys.map((key) => key.id)}::int[]) as slice`;
  return new Set(rows.map((row) => row["slice"] as number));
}

export interface PastParty {
  readonly product: number;
  readonly class: number;
  readonly sliceId: number;
  readonly expiresOn: Day;
}

/** Role web, inside the company: party rows that ended before `today`, found among the oldest `days` days there are. */
export async function partiesPast(tx: Tx, companyId: number, today: Day, days: number): Promise<PastParty[]> {
  return rowsAs(await tx`select * from data.parties_past(${companyId}, ${today}, ${days})`);
}

/** Role web, inside the company: the day of the oldest call of each of these products. */
export async function oldestCalls(
  tx: Tx,
  companyId: number,
  products: readonly number[],
): Promise<{ product: number; callDay: Day }[]> {
  if (products.length === 0) return [];
  return rowsAs(await tx`select * from data.oldest_calls(${companyId}, ${[...products]}::int2[])`);
}

export interface StoreAge {
  readonly store: string;
  readonly held: number;
  /** When the oldest was written; null where rows do not know. */
  readonly oldest: Date | null;
  /** Past their own end by more than a day. */
  readonly overdue: number;
}

/** Role web, inside the company: what stands in the stores of the data cluster; empty ones are left out. */
export async function dataStoreAges(tx: Tx, companyId: number, now: Date): Promise<StoreAge[]> {
  return rowsAs(await tx`select * from data.store_ages(${companyId}, ${now})`);
}

/** What a leak of both clusters would give away of a company. */
export interface ExposureRow {
  readonly companyId: number;
  readonly day: Day;
  readonly measuredAt: Date;
  readonly numbers: number;
  readonly ssns: number;
  readonly truncated: number;
  readonly names: number;
  readonly appearances: number;
  readonly rawRecords: number;
  readonly undefinedLines: number;
  readonly calls: number;
  /** Age of the oldest datum in days. */
  readonly oldestDays: number;
}

/** Role web, inside the company. A second reading of a day replaces the first; days older than 400 leave. */
export async function keepExposure(tx: Tx, row: ExposureRow): Promise<void> {
  await tx`delete from data.exposure_day d where d.company_id = ${row.companyId} and d.day < ${row.day}::date - 400`;
  await tx`insert into data.exposure_day (measured_at, numbers, ssns, truncated, names, appearances, raw_records, undefined_lines, calls,
      oldest_days, company_id, day)
    values (${row.measuredAt}, ${row.numbers}, ${row.ssns}, ${row.truncated}, ${row.names}, ${row.appearances}, ${row.rawRecords},
      ${row.undefinedLines}, ${row.calls}, ${row.oldestDays}, ${row.companyId}, ${row.day})
    on conflict (company_id, day) do update set measured_at = excluded.measured_at, numbers = excluded.numbers, ssns = excluded.ssns,
      truncated = excluded.truncated, names = excluded.names, appearances = excluded.appearances, raw_records = excluded.raw_records,
      undefined_lines = excluded.undefined_lines, calls = excluded.calls, oldest_days = excluded.oldest_days`;
}

/** Role web, inside the company. The oldest first. */
export async function listExposure(tx: Tx, companyId: number, from: Day): Promise<ExposureRow[]> {
  return rowsAs(
    await tx`select * from data.exposure_day d where d.company_id = ${companyId} and d.day >= ${from}::date order by d.day limit 400`,
  );
}

export interface CanaryNightRow {
  readonly id: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly outcome: "gone" | "left" | "missed" | "failed";
  readonly kid: string;
  readonly jws: string;
  readonly summary: {
    readonly reached: number;
    readonly stores: number;
    readonly found: number;
    readonly left: number;
  };
}

/** The company of the canary, made at its first night. Role keeper makes it, web opens its fence. */
export async function internalCompany(
  keeper: Sql,
  web: Sql,
  wanted: { slug: string; name: string; timeZone: string; country: string },
): Promise<number> {
  const [row] =
    await keeper`select data.internal_company(${wanted.slug}, ${wanted.name}, ${wanted.timeZone}, ${wanted.country}) as id`;
  const id = row?.["id"] as number;
  await withCompany(web, id, (tx) => tx`select data.open_company(${id})`);
  return id;
}

/** Role keeper. Nights older than 400 days leave. */
export async function addCanaryNight(keeper: Sql, row: CanaryNightRow): Promise<void> {
  await keeper`delete from data.canary_night n where n.finished_at < ${row.finishedAt}::timestamptz - interval '400 days'`;
  await keeper`insert into data.canary_night (started_at, finished_at, id, outcome, kid, jws, summary)
    values (${row.startedAt}, ${row.finishedAt}, ${row.id}, ${row.outcome}, ${row.kid}, ${row.jws}, ${keeper.json(row.summary)})`;
}

/** Role web or keeper. The newest first. */
export async function listCanaryNights(sql: Sql, limit: number): Promise<CanaryNightRow[]> {
  return rowsAs(
    await sql`select n.* from data.canary_night n order by n.finished_at desc, n.id limit ${Math.min(limit, 400)}`,
  );
}

/** Any number of ours that no other advisory lock uses. */
const FLIGHT = 8045;

/** One canary at a time over all processes: two would find each other. Throws AppError "conflict". */
export async function aloneInFlight<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  return await transaction(sql, async (tx) => {
    await tx.unsafe("set local idle_in_transaction_session_timeout = 0");
    const [row] = await tx`select pg_try_advisory_xact_lock(${FLIGHT}, 1) as mine`;
    if (row?.["mine"] !== true)
      throw new AppError("conflict", "A canary is in flight already. Look again in a minute: gallra canary show", {
        retry: true,
      });
    return await work();
  });
}
