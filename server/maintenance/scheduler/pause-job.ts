import { z } from "zod";
import { audited } from "../../audit/index.ts";
import { type Context, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { JOB_NAMES, type JobName, PROMISE_JOBS } from "../../jobs/catalogue.ts";
import { clean } from "../../log.ts";
import { endJobPause, jobFigures, listJobPauses, pauseJob as writePause } from "../../store/jobs.ts";
import { authoriseOperation } from "../authorise-operation.ts";

/** A promise stands still for a day at most; other jobs for a week. */
const PROMISE_HOURS = 24;
const MOST_HOURS = 168;

export const PauseJobInput = z.strictObject({
  name: z.enum(JOB_NAMES),
  hours: z.int().min(1).max(MOST_HOURS),
  reason: z.string().trim().min(3).max(200),
});
export const ResumeJobInput = z.strictObject({ name: z.enum(JOB_NAMES) });

/** From now on the worker takes no job of this name, for some hours; those that wait are kept and run afterwards. */
export async function pauseJob(ctx: Context, input: z.input<typeof PauseJobInput>): Promise<{ until: Date }> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  const { name, hours, reason } = PauseJobInput.parse(input);
  if (clean(reason) !== reason || holdsNumber(reason, ctx.clock()))
    throw new AppError("bad-input", "A reason must not hold a number of anybody. Leave it away.", { field: "reason" });
  if (PROMISE_JOBS.has(name)) await checkPromise(ctx, name, hours);
  const now = ctx.clock();
  const until = new Date(now.getTime() + hours * 3_600_000);
  const entry = { action: "job.pause", purpose: reason, detail: { job: name, hours } };
  await audited(ctx, null, entry, async (tx) => {
    const pause = { name, pausedAt: now, pausedUntil: until, pausedBy: ctx.actor.name, reason };
    if (!(await writePause(tx, pause)))
      throw new AppError("conflict", "This job is paused already. Let it go on first.");
  });
  return { until };
}

export async function resumeJob(ctx: Context, input: z.input<typeof ResumeJobInput>): Promise<void> {
  authoriseOperation(ctx);
  const { name } = ResumeJobInput.parse(input);
  await audited(ctx, null, { action: "job.resume", detail: { job: name } }, async (tx) => {
    if (!(await endJobPause(tx, name, ctx.clock()))) throw new AppError("conflict", "This job is not paused.");
  });
}

/** One pause after another would be a longer one: between two of them the job must have done its work. */
async function checkPromise(ctx: Context, name: JobName, hours: number): Promise<void> {
  if (hours > PROMISE_HOURS)
    throw new AppError("limit", "Promises are kept by this job. It can be paused for 24 hours at most.", {
      field: "hours",
    });
  const web = door(ctx, "web");
  const pause = (await listJobPauses(web)).find((one) => one.name === name);
  if (pause === undefined) return;
  const endedAt = pause.endedAt ?? pause.pausedUntil;
  const last = (await jobFigures(web))?.find((one) => one.name === name);
  const worked =
    last?.lastCompletedAt !== null && last?.lastCompletedAt !== undefined && last.lastCompletedAt > endedAt;
  const nothingWaits = last !== undefined && last.waiting === 0 && last.active === 0 && endedAt < ctx.clock();
  if (worked || nothingWaits || endedAt > ctx.clock()) return;
  throw new AppError(
    "limit",
    "This job has not run since its last pause. Let it do its work before it is paused again.",
  );
}
