import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** What a guard listens to: calls that are stored, or bytes that are collected. */
export type GuardKind = "processed" | "collected";

/** Source 0 is the company as a whole. */
export interface GuardRow {
  readonly companyId: number;
  readonly sourceId: number;
  readonly kind: GuardKind;
  readonly minutes: number;
  /** As JSON; null = the company's. */
  readonly calendar: unknown;
  /** Silence before it does not count. */
  readonly since: Date;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. */
export async function listGuards(tx: Tx, companyId: number, kind: GuardKind): Promise<GuardRow[]> {
  return rowsAs(
    await tx`select * from data.guard g where g.company_id = ${companyId} and g.kind = ${kind} order by g.source_id`,
  );
}

/** Role web. */
export async function putGuard(tx: Tx, row: GuardRow): Promise<void> {
  await tx`insert into data.guard (company_id, source_id, kind, minutes, calendar, since, set_at, set_by, set_by_name)
    values (${row.companyId}, ${row.sourceId}, ${row.kind}, ${row.minutes}, ${row.calendar === null ? null : tx.json(row.calendar as never)},
      ${row.since}, ${row.setAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id, source_id, kind) do update set minutes = excluded.minutes, calendar = excluded.calendar, since = excluded.since,
      set_at = excluded.set_at, set_by = excluded.set_by, set_by_name = excluded.set_by_name`;
}

/** Role web. false when there was none. */
export async function dropGuard(tx: Tx, companyId: number, sourceId: number, kind: GuardKind): Promise<boolean> {
  const rows = await tx`delete from data.guard g
    where g.company_id = ${companyId} and g.source_id = ${sourceId} and g.kind = ${kind} returning g.source_id`;
  return rows.length > 0;
}

/** Role web. A source that begins to run is listened to from then on. */
export async function restartGuards(tx: Tx, companyId: number, sourceId: number, at: Date): Promise<void> {
  await tx`update data.guard g set since = ${at} where g.company_id = ${companyId} and g.source_id = ${sourceId}`;
}

/** Role web. Whether there is a guard, an alarm that stands, or frames that became nothing. */
export async function isWatched(tx: Tx, companyId: number): Promise<boolean> {
  const [row] = await tx`select exists (select from data.guard g where g.company_id = ${companyId})
    or exists (select from data.alarm_event e where e.company_id = ${companyId} and e.ended_at is null)
    or exists (select from data.processed_day d where d.company_id = ${companyId}
      and d.frames + d.further <> d.records + d.duplicates + d.joined + d.filtered + d.undefined_lines + d.waiting + d.left_out) as watched`;
  return row?.["watched"] === true;
}

/** Role keeper, no company: those with a guard, an alarm that stands, or frames that became nothing. */
export async function companiesToWatch(keeper: Sql): Promise<number[]> {
  const rows = await keeper`select g.company_id from data.guard g
    union select e.company_id from data.alarm_event e where e.ended_at is null
    union select d.company_id from data.processed_day d
      where d.frames + d.further <> d.records + d.duplicates + d.joined + d.filtered + d.undefined_lines + d.waiting + d.left_out
    order by 1`;
  return rows.map((row) => row["company_id"] as number);
}
