import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** Calls of one hour that are alike; no party, no number. */
export interface TrafficRow {
  readonly hour: Date;
  readonly sourceId: number;
  readonly product: number;
  readonly direction: number | null;
  readonly answered: boolean | null;
  readonly calls: number;
  readonly seconds: number;
}

/** Role web or report, inside the company: calls by the hour, at most 32 days of them. */
export async function readTraffic(tx: Tx, companyId: number, from: Date, to: Date): Promise<TrafficRow[]> {
  return rowsAs(await tx`select * from data.traffic(${companyId}, ${from}, ${to})`);
}

export interface SourceTotal {
  readonly sourceId: number;
  readonly records: number;
  readonly undefinedLines: number;
}

/** Role web: what came of the transfer sessions that moved anything since then, by source. */
export async function sourceTotals(tx: Tx, companyId: number, since: Date): Promise<SourceTotal[]> {
  return rowsAs(
    await tx`select t.source_id, sum(t.records)::int8 as records, sum(t.undefined_lines)::int8 as undefined_lines
      from data.transfer_session t where t.company_id = ${companyId} and t.last_at >= ${since}
      group by t.source_id order by t.source_id`,
  );
}

/** Role web: values whose last day was before `day` and that are still held: their keys are gone, their rows should be. */
export async function countOverdue(tx: Tx, companyId: number, day: string): Promise<number> {
  const [row] = await tx`select coalesce(sum(s.held), 0)::int8 as held from data.stored_count s
    where s.company_id = ${companyId} and s.expires_on < ${day}::date and s.held > 0`;
  return Number(row?.["held"] ?? 0);
}

/** Role web: the same of these calls alone. */
export async function trafficOfRecords(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
  from: Date,
  to: Date,
): Promise<TrafficRow[]> {
  return rowsAs(
    await tx`select * from data.traffic_of_records(${companyId}, ${[...recordIds]}::uuid[], ${from}, ${to})`,
  );
}
