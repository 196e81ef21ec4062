import { setTimeout as wait } from "node:timers/promises";
import { door, type Installation } from "#server/context.ts";
import { JOB_NAMES, type JobName } from "#server/jobs/catalogue.ts";
import { errorFields } from "#server/log.ts";
import {
  finishJobCommand,
  type JobCommand,
  listJobKeepings,
  listJobPauses,
  takeJobCommand,
} from "#server/store/jobs.ts";
import type { Queue } from "./open-queue.ts";

const LOOK_MS = 2_000;
const BATCH = 1_000;
const MOST_BATCHES = 200;
const DAY_MS = 86_400_000;

/** Does what people ask of jobs, and holds to their pauses, until `signal` ends it. It looks every `lookMs`. */
export async function carryOut(
  installation: Installation,
  queue: Queue,
  signal: AbortSignal,
  lookMs = LOOK_MS,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await holdPauses(installation, queue);
      while (!signal.aborted && (await carryOutOne(installation, queue, signal)));
    } catch (error) {
      installation.log.warn("job-command.not-taken", errorFields(error));
    }
    await wait(lookMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Names of jobs that are paused now. */
export async function pausedNow(installation: Installation): Promise<JobName[]> {
  const now = installation.clock();
  const pauses = await listJobPauses(door(installation, "keeper"));
  const names = pauses.filter((one) => one.endedAt === null && one.pausedUntil > now).map((one) => one.name);
  return JOB_NAMES.filter((name) => names.includes(name));
}

/** Deletes finished jobs by the rules of the installation, in small batches. */
export async function tidyJobs(installation: Installation, queue: Queue, signal: AbortSignal): Promise<void> {
  const now = installation.clock().getTime();
  for (const { jobState, keptDays } of await listJobKeepings(door(installation, "keeper"))) {
    const deleted = await deleteAll(queue, jobState, new Date(now - keptDays * DAY_MS), signal);
    if (deleted > 0) installation.log.info("job.tidied", { state: jobState, jobs: deleted });
  }
}

async function holdPauses(installation: Installation, queue: Queue): Promise<void> {
  const wanted = new Set(await pausedNow(installation));
  for (const name of wanted) {
    if (queue.paused.has(name)) continue;
    await queue.pause(name);
    installation.log.warn("job.paused", { job: name });
  }
  for (const name of [...queue.paused]) {
    if (wanted.has(name)) continue;
    await queue.resume(name);
    installation.log.info("job.resumed", { job: name });
  }
}

async function carryOutOne(installation: Installation, queue: Queue, signal: AbortSignal): Promise<boolean> {
  const keeper = door(installation, "keeper");
  const command = await takeJobCommand(keeper, installation.clock());
  if (command === null) return false;
  let affected = 0;
  let failed = false;
  try {
    affected = await doCommand(queue, command, signal);
  } catch (error) {
    failed = true;
    installation.log.warn("job-command.failed", { kind: command.kind, ...errorFields(error) });
  }
  const outcome = failed ? "failed" : affected > 0 ? "done" : "nothing";
  await finishJobCommand(keeper, command.id, installation.clock(), outcome, affected);
  installation.log.info("job-command.carried-out", { kind: command.kind, job: command.name, outcome, affected });
  return true;
}

async function doCommand(queue: Queue, command: JobCommand, signal: AbortSignal): Promise<number> {
  const { kind, jobId, jobState, before } = command;
  const name = JOB_NAMES.find((known) => known === command.name);
  if (kind === "delete") {
    if (jobState === null || before === null) return 0;
    return await deleteAll(queue, jobState, before, signal);
  }
  if (name === undefined) return 0;
  if (kind === "run") {
    await queue.send(name, {});
    return 1;
  }
  if (jobId === null) return 0;
  return Number(kind === "retry" ? await queue.retry(name, jobId) : await queue.cancel(name, jobId));
}

async function deleteAll(
  queue: Queue,
  state: "completed" | "failed" | "cancelled",
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let i = 0; i < MOST_BATCHES && !signal.aborted; i++) {
    const batch = await queue.deleteFinished(state, before, BATCH);
    deleted += batch;
    if (batch < BATCH) break;
  }
  return deleted;
}
