import { randomUUID } from "node:crypto";
import { z } from "zod";
import { audited } from "../../audit/index.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { JOB_NAMES, runsAlone } from "../../jobs/catalogue.ts";
import { askJobCommand, type NewJobCommand, setJobKeeping } from "../../store/jobs.ts";
import { authoriseOperation } from "../authorise-operation.ts";

const FINISHED = ["completed", "failed", "cancelled"] as const;
const DAY_MS = 86_400_000;

export const RunJobInput = z.strictObject({ name: z.enum(JOB_NAMES) });
export const OneJobInput = z.strictObject({ name: z.enum(JOB_NAMES), jobId: z.uuid() });
export const DeleteJobsInput = z.strictObject({ state: z.enum(FINISHED), olderThanDays: z.int().min(0).max(3_650) });
export const KeepJobsInput = z.strictObject({ state: z.enum(FINISHED), keptDays: z.int().min(1).max(3_650) });

/** The worker carries out what is asked here, within seconds; its answer shows in the list of what was asked. */
interface Asked {
  readonly commandId: string;
}

/** Starts a job that needs no ids. One that runs or waits already is not started twice. */
export async function runJob(ctx: Context, input: z.input<typeof RunJobInput>): Promise<Asked> {
  authoriseOperation(ctx);
  const { name } = RunJobInput.parse(input);
  if (!runsAlone(name))
    throw new AppError("bad-input", "This job is about something. It is asked for by what it is about.");
  return await ask(ctx, { kind: "run", name });
}

export async function retryJob(ctx: Context, input: z.input<typeof OneJobInput>): Promise<Asked> {
  authoriseOperation(ctx);
  return await ask(ctx, { kind: "retry", ...OneJobInput.parse(input) });
}

/**
 * What is asked for elsewhere (an erasure, an export) is asked for again there: its row remembers it. Until then somebody's
 * erasure stands still, hence the password.
 */
export async function cancelJob(ctx: Context, input: z.input<typeof OneJobInput>): Promise<Asked> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  return await ask(ctx, { kind: "cancel", ...OneJobInput.parse(input) });
}

/** Deletes finished jobs of a state that ended so many days ago; waiting and running ones are never touched. */
export async function deleteJobs(ctx: Context, input: z.input<typeof DeleteJobsInput>): Promise<Asked> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  const { state, olderThanDays } = DeleteJobsInput.parse(input);
  const before = new Date(ctx.clock().getTime() - olderThanDays * DAY_MS);
  return await ask(ctx, { kind: "delete", jobState: state, before }, { state, olderThanDays });
}

/** For how long finished jobs of a state are kept; the job `tidy-jobs` deletes them every night. */
export async function keepJobs(ctx: Context, input: z.input<typeof KeepJobsInput>): Promise<void> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  const { state, keptDays } = KeepJobsInput.parse(input);
  await audited(ctx, null, { action: "job.keep", detail: { state, keptDays } }, (tx) =>
    setJobKeeping(tx, state, keptDays),
  );
}

async function ask(
  ctx: Context,
  command: Partial<NewJobCommand> & Pick<NewJobCommand, "kind">,
  detail: Readonly<Record<string, string | number>> = {},
): Promise<Asked> {
  const id = randomUUID();
  const empty = { name: null, jobId: null, jobState: null, before: null };
  const { kind, name, jobId } = { ...empty, ...command };
  const told = { ...(name === null ? {} : { job: name }), ...(jobId === null ? {} : { jobId }), ...detail };
  await audited(ctx, null, { action: `job.${kind}`, detail: told }, async (tx) => {
    const asked = { ...empty, ...command, id, askedAt: ctx.clock(), askedBy: ctx.actor.name };
    if (!(await askJobCommand(tx, asked)))
      throw new AppError("limit", "A hundred requests wait for the worker already. Does it run?", { retry: true });
  });
  return { commandId: id };
}
