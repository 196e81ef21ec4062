import type { Sql } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

export type ProcessName = "supervisor" | "web" | "worker" | "collector";

/** One process of the installation, on whatever machine. */
export interface ProcessRow {
  readonly id: string;
  readonly name: ProcessName;
  readonly release: string;
  /** A short hash of the machine's name: it tells machines apart without naming them. */
  readonly machine: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly metricsPort: number | null;
}

/** Roles web, keeper and collect. */
export async function reportProcess(sql: Sql, row: ProcessRow): Promise<void> {
  await sql`select data.report_process(${row.id}, ${row.name}, ${row.release}, ${row.machine}, ${row.startedAt}, ${row.seenAt}, ${row.metricsPort})`;
}

export async function endProcess(sql: Sql, id: string): Promise<void> {
  await sql`select data.end_process(${id})`;
}

/** Roles web and keeper; those of the last day. */
export async function listProcesses(sql: Sql): Promise<ProcessRow[]> {
  return rowsAs(await sql`select * from data.list_processes()`);
}
