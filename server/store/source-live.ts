import type { Tx } from "#db/clients.ts";
import type { Holding } from "./leases.ts";
import { rowAs } from "./rows.ts";

export type LiveFigures = Readonly<Record<string, number | string | null>>;

export interface LiveRow {
  readonly at: Date;
  readonly figures: LiveFigures;
}

/** Role collect. Nothing is put by whoever holds the source no longer. */
export async function putLive(
  tx: Tx,
  companyId: number,
  sourceId: number,
  { at, figures }: LiveRow,
  { holder, fencing }: Holding,
): Promise<void> {
  await tx`insert into data.source_live (at, company_id, source_id, figures)
    select ${at}::timestamptz, l.company_id, l.source_id, ${tx.json(figures)}::jsonb from data.source_lease l
    where l.company_id = ${companyId} and l.source_id = ${sourceId} and l.holder = ${holder} and l.fencing = ${fencing}
      and l.expires_at > now()
    on conflict (company_id, source_id) do update set at = excluded.at, figures = excluded.figures`;
}

/** Role web. */
export async function readLive(tx: Tx, companyId: number, sourceId: number): Promise<LiveRow | null> {
  const [row] =
    await tx`select l.at, l.figures from data.source_live l where l.company_id = ${companyId} and l.source_id = ${sourceId}`;
  return row === undefined ? null : rowAs(row);
}

/** Role web: of a source that is removed. */
export async function dropLive(tx: Tx, companyId: number, sourceId: number): Promise<void> {
  await tx`delete from data.source_live l where l.company_id = ${companyId} and l.source_id = ${sourceId}`;
}
