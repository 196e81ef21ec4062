import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** Which calls are private and which are business; codes of domain/nature-rules and domain/sorted. */
export interface NatureRuleRow {
  readonly companyId: number;
  readonly id: string;
  /** null: every source without rules of this kind of its own. */
  readonly sourceId: number | null;
  readonly kind: number;
  readonly nature: number;
  readonly code: string | null;
  readonly weekdays: number | null;
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  readonly outside: boolean | null;
  readonly changedAt: Date;
  readonly changedBy: string | null;
  readonly changedByName: string;
}

/** So many rules a company may have: each is asked about every call. */
export const MOST_NATURE_RULES = 200;

/** Roles web and ingest, inside the company. */
export async function listNatureRules(tx: Tx, companyId: number): Promise<NatureRuleRow[]> {
  return rowsAs(
    await tx`select r.* from data.nature_rule r where r.company_id = ${companyId}
      order by r.kind, r.source_id nulls first, r.code, r.from_minute, r.id limit ${MOST_NATURE_RULES}`,
  );
}

/** Role web. Writes a rule, or writes it anew under its id. */
export async function setNatureRule(tx: Tx, row: NatureRuleRow): Promise<void> {
  await tx`insert into data.nature_rule (company_id, id, source_id, kind, nature, code, weekdays, from_minute, to_minute, outside,
      changed_at, changed_by, changed_by_name)
    values (${row.companyId}, ${row.id}, ${row.sourceId}, ${row.kind}, ${row.nature}, ${row.code}, ${row.weekdays}, ${row.fromMinute},
      ${row.toMinute}, ${row.outside}, ${row.changedAt}, ${row.changedBy}, ${row.changedByName})
    on conflict (company_id, id) do update set source_id = excluded.source_id, kind = excluded.kind, nature = excluded.nature,
      code = excluded.code, weekdays = excluded.weekdays, from_minute = excluded.from_minute, to_minute = excluded.to_minute,
      outside = excluded.outside, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
      changed_by_name = excluded.changed_by_name`;
}

/** Role web. false when there is none. */
export async function removeNatureRule(tx: Tx, companyId: number, id: string): Promise<boolean> {
  const rows = await tx`delete from data.nature_rule r where r.company_id = ${companyId} and r.id = ${id} returning 1`;
  return rows.length > 0;
}
