import { type Context, door } from "../../context.ts";
import { JOB_NAMES, type JobName, PROMISE_JOBS, runsAlone, scheduleOf } from "../../jobs/catalogue.ts";
import { nextRun } from "../../jobs/next-run.ts";
import {
  type FinishedState,
  type JobFigures,
  jobFigures,
  jobsByHour,
  type JobPause,
  listJobCommands,
  listJobKeepings,
  listJobPauses,
} from "../../store/jobs.ts";
import { authoriseOperation } from "../authorise-operation.ts";

/** One job of the catalogue as the scheduler page shows it. */
export interface JobView {
  readonly name: JobName;
  /** Cron in UTC; null for a job that is asked for. */
  readonly schedule: string | null;
  readonly nextAt: Date | null;
  /** Whether promises are kept by it: then a pause lasts a day at most. */
  readonly promise: boolean;
  readonly runsAlone: boolean;
  readonly pause: Pick<JobPause, "pausedAt" | "pausedUntil" | "pausedBy" | "reason"> | null;
  readonly waiting: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly last: { readonly state: FinishedState; readonly startedAt: Date | null; readonly endedAt: Date } | null;
}

export interface CommandView {
  readonly id: string;
  readonly kind: "run" | "retry" | "cancel" | "delete";
  readonly name: string | null;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly outcome: "done" | "nothing" | "failed" | null;
  readonly affected: number | null;
}

export interface JobsView {
  /** False while no worker has ever opened the queue: then nothing is known of runs. */
  readonly installed: boolean;
  readonly jobs: readonly JobView[];
  readonly keeping: readonly { readonly state: FinishedState; readonly keptDays: number }[];
  /** Jobs that ended in each of the last 24 hours; hours without any are left out. */
  readonly hours: readonly { readonly hour: Date; readonly state: FinishedState; readonly jobs: number }[];
  /** What people asked of jobs last. */
  readonly commands: readonly CommandView[];
}

const COMMANDS_SHOWN = 10;
const DAY_MS = 86_400_000;

/** Every job of the catalogue: when it runs, how it went, what waits. */
export async function listJobs(ctx: Context): Promise<JobsView> {
  authoriseOperation(ctx);
  const web = door(ctx, "web");
  const now = ctx.clock();
  const [figures, pauses, keeping, commands, hours] = await Promise.all([
    jobFigures(web),
    listJobPauses(web),
    listJobKeepings(web),
    listJobCommands(web, COMMANDS_SHOWN),
    jobsByHour(web, new Date(now.getTime() - DAY_MS)),
  ]);
  const known = new Map(figures?.map((one) => [one.name, one]));
  const held = pauses.filter((one) => one.endedAt === null && one.pausedUntil > now);
  return {
    installed: figures !== null,
    jobs: JOB_NAMES.map((name) => viewOf(name, known.get(name), held.find((one) => one.name === name) ?? null, now)),
    hours,
    keeping: keeping.map(({ jobState, keptDays }) => ({ state: jobState, keptDays })),
    commands: commands.map(({ id, kind, name, askedAt, askedBy, outcome, affected }) => ({
      id,
      kind,
      name,
      askedAt,
      askedBy,
      outcome,
      affected,
    })),
  };
}

function viewOf(name: JobName, figures: JobFigures | undefined, pause: JobPause | null, now: Date): JobView {
  const schedule = scheduleOf(name);
  const { waiting = 0, active = 0, completed = 0, failed = 0, cancelled = 0 } = figures ?? {};
  return {
    name,
    schedule,
    nextAt: schedule === null ? null : nextRun(schedule, now),
    promise: PROMISE_JOBS.has(name),
    runsAlone: runsAlone(name),
    pause,
    waiting,
    active,
    completed,
    failed,
    cancelled,
    last: lastOf(figures),
  };
}

function lastOf(figures: JobFigures | undefined): JobView["last"] {
  const { lastState = null, lastStartedAt = null, lastEndedAt = null } = figures ?? {};
  return lastState === null || lastEndedAt === null
    ? null
    : { state: lastState, startedAt: lastStartedAt, endedAt: lastEndedAt };
}
