import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/**
 * What is wrong: the seal does not open, what it opens to cannot be read, the count is another one, a value has no place in its
 * record, a record and its call do not fit, or the segment is not there at all.
 */
export type DamageReason = "seal" | "payload" | "count" | "place" | "call" | "missing";

export interface RawDamageRow {
  readonly segmentId: string;
  /** The place of the record in its segment, from 0; -1 for the whole segment. */
  readonly ordinal: number;
  readonly callDay: Day;
  readonly records: number;
  readonly reason: DamageReason;
}

/** Of one work so many are written down; the others are counted. */
export const MOST_DAMAGE = 1_000;

/** Role web, inside the company. */
export async function addRawDamage(
  tx: Tx,
  companyId: number,
  workId: string,
  rows: readonly RawDamageRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const list = (value: (row: RawDamageRow) => string | number) => `{${rows.map(value).join()}}`;
  await tx`insert into data.raw_damage (company_id, work_id, segment_id, ordinal, call_day, records, reason)
    select ${companyId}, ${workId}, n.* from unnest(${list((row) => row.segmentId)}::text::uuid[], ${list((row) => row.ordinal)}::text::int2[],
      ${list((row) => row.callDay)}::text::date[], ${list((row) => row.records)}::text::int[], ${list((row) => row.reason)}::text::text[]) n
    where (select count(*) from data.raw_damage d where d.company_id = ${companyId} and d.work_id = ${workId}) < ${MOST_DAMAGE}
    on conflict do nothing`;
}

export async function rawDamageOf(
  tx: Tx,
  companyId: number,
  workId: string,
  page: {
    readonly after: { readonly segmentId: string; readonly ordinal: number; readonly reason: string } | null;
    readonly limit: number;
  },
): Promise<RawDamageRow[]> {
  const { after, limit } = page;
  return rowsAs(
    await tx`select d.segment_id, d.ordinal, d.call_day, d.records, d.reason from data.raw_damage d
      where d.company_id = ${companyId} and d.work_id = ${workId}
        and (${after?.segmentId ?? null}::uuid is null or (d.segment_id, d.ordinal, d.reason)
          > (${after?.segmentId ?? null}::uuid, ${after?.ordinal ?? null}::int2, ${after?.reason ?? null}))
      order by d.segment_id, d.ordinal, d.reason limit ${limit}`,
  );
}
