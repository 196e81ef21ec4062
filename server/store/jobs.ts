import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** How many jobs of one name wait, run and ended, and how the last one went. */
export interface JobFigures {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly lastState: "completed" | "failed" | "cancelled" | null;
  readonly lastStartedAt: Date | null;
  readonly lastEndedAt: Date | null;
  readonly lastCompletedAt: Date | null;
  readonly oldestWaitingAt: Date | null;
}

/** One job as it stands in the queue. Its payload holds ids and nothing else. */
export interface JobRun {
  readonly id: string;
  readonly name: string;
  readonly state: "created" | "retry" | "active" | "completed" | "failed" | "cancelled";
  readonly ids: Readonly<Record<string, string>>;
  /** The class of the error it ended with, and its code. */
  readonly fault: string | null;
  readonly code: string | null;
  readonly retries: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface JobPause {
  readonly name: string;
  readonly pausedAt: Date;
  readonly pausedUntil: Date;
  readonly endedAt: Date | null;
  readonly pausedBy: string;
  readonly reason: string;
}

export interface JobCommand {
  readonly id: string;
  readonly kind: "run" | "retry" | "cancel" | "delete";
  readonly name: string | null;
  readonly jobId: string | null;
  readonly jobState: FinishedState | null;
  readonly before: Date | null;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly takenAt: Date | null;
  readonly doneAt: Date | null;
  readonly outcome: "done" | "nothing" | "failed" | null;
  readonly affected: number | null;
}

export type FinishedState = "completed" | "failed" | "cancelled";

/** Roles web and keeper. null while no worker has ever opened the queue here. */
export async function jobFigures(sql: Sql): Promise<JobFigures[] | null> {
  if (!(await isInstalled(sql))) return null;
  return rowsAs(await sql`select * from pgboss.gallra_job_figures()`);
}

export interface RunFilter {
  readonly name?: string | undefined;
  readonly state?: JobRun["state"] | undefined;
  readonly before?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Role web: the newest first. */
export async function listJobRuns(sql: Sql, filter: RunFilter): Promise<JobRun[]> {
  if (!(await isInstalled(sql))) return [];
  const { name, state, before, limit } = filter;
  return rowsAs(
    await sql`select * from pgboss.gallra_job_runs(${name ?? null}, ${state ?? null}, ${before?.at ?? null}, ${before?.id ?? null}, ${limit})`,
  );
}

/** Role web: how many jobs ended in each hour since `from`, by how they ended. */
export async function jobsByHour(sql: Sql, from: Date): Promise<{ hour: Date; state: FinishedState; jobs: number }[]> {
  if (!(await isInstalled(sql))) return [];
  return rowsAs(await sql`select * from pgboss.gallra_jobs_by_hour(${from})`);
}

async function isInstalled(sql: Sql): Promise<boolean> {
  const [row] = await sql`select case when has_schema_privilege('pgboss', 'usage')
    then to_regprocedure('pgboss.gallra_jobs_by_hour(timestamptz)') is not null else false end as there`;
  return row?.["there"] === true;
}

export async function listJobPauses(sql: Sql | Tx): Promise<JobPause[]> {
  return rowsAs(await sql`select * from data.job_pauses()`);
}

/** False when it is paused already. */
export async function pauseJob(tx: Tx, pause: Omit<JobPause, "endedAt">): Promise<boolean> {
  const { name, pausedAt, pausedUntil, pausedBy, reason } = pause;
  const [row] = await tx`select data.pause_job(${name}, ${pausedAt}, ${pausedUntil}, ${pausedBy}, ${reason}) as done`;
  return row?.["done"] === true;
}

/** False when it is not paused. */
export async function endJobPause(tx: Tx, name: string, at: Date): Promise<boolean> {
  const [row] = await tx`select data.end_job_pause(${name}, ${at}) as done`;
  return row?.["done"] === true;
}

export type NewJobCommand = Pick<
  JobCommand,
  "id" | "kind" | "name" | "jobId" | "jobState" | "before" | "askedAt" | "askedBy"
>;

/** False when too many wait already. */
export async function askJobCommand(tx: Tx, command: NewJobCommand): Promise<boolean> {
  const { id, kind, name, jobId, jobState, before, askedAt, askedBy } = command;
  const [row] =
    await tx`select data.ask_job_command(${id}, ${kind}, ${name}, ${jobId}, ${jobState}, ${before}, ${askedAt}, ${askedBy}) as done`;
  return row?.["done"] === true;
}

/** Role keeper: one that nobody works on; null when there is none. */
export async function takeJobCommand(sql: Sql, at: Date): Promise<JobCommand | null> {
  const [row] = rowsAs<JobCommand>(await sql`select * from data.take_job_command(${at})`);
  return row ?? null;
}

export async function finishJobCommand(
  sql: Sql,
  id: string,
  at: Date,
  outcome: "done" | "nothing" | "failed",
  affected: number,
): Promise<void> {
  await sql`select data.finish_job_command(${id}, ${at}, ${outcome}, ${affected})`;
}

export async function listJobCommands(sql: Sql, limit: number): Promise<JobCommand[]> {
  return rowsAs(await sql`select * from data.job_commands(${limit})`);
}

export async function listJobKeepings(sql: Sql): Promise<{ jobState: FinishedState; keptDays: number }[]> {
  return rowsAs(await sql`select * from data.job_keepings()`);
}

export async function setJobKeeping(tx: Tx, state: FinishedState, keptDays: number): Promise<void> {
  await tx`select data.set_job_keeping(${state}, ${keptDays})`;
}
