import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

export type SsnGround = "consent" | "purpose" | "identification" | "other";

/** Why a company may store personal identity numbers, while `withdrawnAt` is null. */
export interface GroundRow {
  readonly companyId: number;
  readonly id: string;
  readonly ground: SsnGround;
  readonly reason: string;
  readonly justifiedAt: Date;
  readonly justifiedBy: string | null;
  readonly justifiedByName: string;
  readonly withdrawnAt: Date | null;
  readonly withdrawnByName: string | null;
}

/** Roles web and ingest. What a company collects: whether identity numbers, and which fields it has decided on itself. */
export async function readCollected(
  tx: Tx,
  companyId: number,
): Promise<{ ssn: boolean; fields: ReadonlyMap<string, boolean> }> {
  const rows = rowsAs<{ field: string | null; kept: boolean; ssn: boolean }>(
    await tx`select f.field, f.kept, exists (select from data.ssn_ground g where g.company_id = ${companyId} and g.withdrawn_at is null) as ssn
      from (select 1) one left join data.collected_field f on f.company_id = ${companyId}`,
  );
  const own = rows.flatMap((row) => (row.field === null ? [] : [[row.field, row.kept] as const]));
  return { ssn: rows[0]?.ssn === true, fields: new Map(own) };
}

/** Roles web and keeper. When everything stored was to end, since its ground was withdrawn; null while there is one, or it goes by its rule. */
export async function ssnEndedAt(tx: Tx, companyId: number): Promise<Date | null> {
  const [row] =
    await tx`select bool_or(g.withdrawn_at is null) as holds, max(g.withdrawn_at) filter (where g.end_stored) as ended
    from data.ssn_ground g where g.company_id = ${companyId}`;
  return row?.["holds"] === true ? null : ((row?.["ended"] as Date | null | undefined) ?? null);
}

/** Role web. The one that holds first, then the newest. */
export async function listGrounds(tx: Tx, companyId: number): Promise<GroundRow[]> {
  return rowsAs(
    await tx`select g.* from data.ssn_ground g where g.company_id = ${companyId}
      order by g.withdrawn_at is not null, g.justified_at desc, g.id limit 50`,
  );
}

/** Role web. */
export async function addGround(tx: Tx, row: Omit<GroundRow, "withdrawnAt" | "withdrawnByName">): Promise<void> {
  await tx`insert into data.ssn_ground (company_id, id, ground, reason, justified_at, justified_by, justified_by_name)
    values (${row.companyId}, ${row.id}, ${row.ground}, ${row.reason}, ${row.justifiedAt}, ${row.justifiedBy}, ${row.justifiedByName})`;
}

/** Role web. false when none holds. */
export async function withdrawGround(
  tx: Tx,
  companyId: number,
  withdrawn: { at: Date; by: string | null; byName: string; endStored: boolean },
): Promise<boolean> {
  const rows = await tx`update data.ssn_ground g
    set withdrawn_at = ${withdrawn.at}, withdrawn_by = ${withdrawn.by}, withdrawn_by_name = ${withdrawn.byName},
      end_stored = ${withdrawn.endStored}
    where g.company_id = ${companyId} and g.withdrawn_at is null returning 1`;
  return rows.length > 0;
}

/** A field a company has decided on itself. */
export interface FieldRow {
  readonly companyId: number;
  readonly field: string;
  readonly kept: boolean;
  readonly reason: string;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. */
export async function listFields(tx: Tx, companyId: number): Promise<FieldRow[]> {
  return rowsAs(await tx`select f.* from data.collected_field f where f.company_id = ${companyId} order by f.field`);
}

/** Role web. */
export async function setField(tx: Tx, row: FieldRow): Promise<void> {
  await tx`insert into data.collected_field (company_id, field, kept, reason, set_at, set_by, set_by_name)
    values (${row.companyId}, ${row.field}, ${row.kept}, ${row.reason}, ${row.setAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id, field) do update set kept = excluded.kept, reason = excluded.reason, set_at = excluded.set_at,
      set_by = excluded.set_by, set_by_name = excluded.set_by_name`;
}

/** How many values of a field were left at the door, and since when. */
export interface DroppedRow {
  readonly field: string;
  readonly product: number;
  readonly since: Day;
  readonly dropped: number;
}

/** Role web. */
export async function listDropped(tx: Tx, companyId: number): Promise<DroppedRow[]> {
  return rowsAs(
    await tx`select d.field, d.product, min(d.day) as since, sum(d.dropped)::int8 as dropped from data.dropped_count d
      where d.company_id = ${companyId} group by 1, 2 order by 1, 2`,
  );
}

/** Role web. How many of a field were counted on these days, the last of them included. */
export async function countDropped(
  tx: Tx,
  companyId: number,
  field: string,
  days: { from: Day; to: Day },
): Promise<number> {
  const [row] = await tx`select coalesce(sum(d.dropped), 0)::int8 as n from data.dropped_count d
    where d.company_id = ${companyId} and d.field = ${field} and d.day >= ${days.from}::date and d.day <= ${days.to}::date`;
  return Number(row?.["n"] ?? 0);
}
