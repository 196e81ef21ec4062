import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** An alarm from when it was raised to when it ended. Role web, inside the company. */
export interface AlarmEventRow {
  readonly companyId: number;
  readonly id: string;
  readonly kind: string;
  /** The alarm's own name among those of the company. */
  readonly alarm: string;
  /** null = the company as a whole. */
  readonly sourceId: number | null;
  readonly raisedAt: Date;
  readonly endedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
}

/** Those that stand. */
export async function openAlarms(tx: Tx, companyId: number): Promise<AlarmEventRow[]> {
  return rowsAs(
    await tx`select * from data.alarm_event e where e.company_id = ${companyId} and e.ended_at is null order by e.raised_at, e.id`,
  );
}

/** Notes an alarm once: whoever sees it first. */
export async function raiseAlarm(
  tx: Tx,
  row: Pick<AlarmEventRow, "companyId" | "id" | "kind" | "alarm" | "sourceId" | "raisedAt">,
): Promise<boolean> {
  const rows = await tx`insert into data.alarm_event (company_id, id, kind, alarm, source_id, raised_at)
    values (${row.companyId}, ${row.id}, ${row.kind}, ${row.alarm}, ${row.sourceId}, ${row.raisedAt})
    on conflict (company_id, alarm) where ended_at is null do nothing returning id`;
  return rows.length > 0;
}

/** false when somebody else has noted its end. */
export async function endAlarm(tx: Tx, companyId: number, id: string, at: Date): Promise<boolean> {
  const rows = await tx`update data.alarm_event e set ended_at = greatest(e.raised_at, ${at})
    where e.company_id = ${companyId} and e.id = ${id} and e.ended_at is null returning e.id`;
  return rows.length > 0;
}

/** The first who takes note of it is written down; false when it is not there, or somebody has already. */
export async function acknowledgeAlarm(
  tx: Tx,
  companyId: number,
  id: string,
  {
    at,
    by,
    byName,
    kinds,
  }: { readonly at: Date; readonly by: string | null; readonly byName: string; readonly kinds: readonly string[] },
): Promise<boolean> {
  const rows =
    await tx`update data.alarm_event e set acknowledged_at = ${at}, acknowledged_by = ${by}, acknowledged_by_name = ${byName}
    where e.company_id = ${companyId} and e.id = ${id} and e.acknowledged_at is null
      and e.kind = any (${[...kinds]}::text[]) returning e.id`;
  return rows.length > 0;
}

/** Of these kinds, the newest first; `before` is the last one seen. */
export async function listAlarms(
  tx: Tx,
  companyId: number,
  page: {
    readonly before?: { readonly raisedAt: Date; readonly id: string } | undefined;
    readonly kinds: readonly string[];
    readonly limit: number;
  },
): Promise<AlarmEventRow[]> {
  const { raisedAt = null, id = null } = page.before ?? {};
  return rowsAs(
    await tx`select * from data.alarm_event e where e.company_id = ${companyId} and e.kind = any (${[...page.kinds]}::text[])
      and (${raisedAt}::timestamptz is null or (e.raised_at, e.id) < (${raisedAt}, ${id}::uuid))
      order by e.raised_at desc, e.id desc limit ${page.limit}`,
  );
}

/** Role keeper, all companies: those with an alarm that stands; 0 is the installation. */
export async function companiesWithAlarms(keeper: Sql): Promise<number[]> {
  const rows = await keeper`select distinct e.company_id from data.alarm_event e where e.ended_at is null order by 1`;
  return rows.map((row) => row["company_id"] as number);
}
