import type { Sql } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** A clean-up of the whole installation that destroyed keys or dropped days. */
export interface SweepEntry {
  readonly at: Date;
  readonly tookMs: number;
  readonly companies: number;
  readonly keys: number;
  readonly daysDropped: number;
}

/** Role keeper. Clean-ups older than 400 days leave the log. */
export async function logSweep(keeper: Sql, entry: SweepEntry): Promise<void> {
  await keeper`
    with old as (delete from data.sweep_log s where s.at < ${entry.at}::timestamptz - interval '400 days')
    insert into data.sweep_log (at, took_ms, companies, keys, days_dropped)
      values (${entry.at}, ${entry.tookMs}, ${entry.companies}, ${entry.keys}, ${entry.daysDropped})
      on conflict (at) do nothing`;
}

/** Roles web and keeper. The newest first. */
export async function listSweeps(sql: Sql, limit: number): Promise<SweepEntry[]> {
  return rowsAs(
    await sql`select s.at, s.took_ms, s.companies, s.keys, s.days_dropped from data.sweep_log s order by s.at desc limit ${limit}`,
  );
}
