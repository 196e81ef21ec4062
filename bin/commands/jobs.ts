import {
  cancelJob,
  DeleteJobsInput,
  deleteJobs,
  OneJobInput,
  retryJob,
  RunJobInput,
  runJob,
} from "#server/maintenance/scheduler/command-job.ts";
import { jobHistory, JobHistoryInput } from "#server/maintenance/scheduler/job-history.ts";
import { listJobs } from "#server/maintenance/scheduler/list-jobs.ts";
import { PauseJobInput, pauseJob, ResumeJobInput, resumeJob } from "#server/maintenance/scheduler/pause-job.ts";
import type { ZodType } from "zod";
import type { Context } from "#server/context.ts";
import { refusedInput } from "#server/domain/refused-input.ts";
import { asOperator } from "../acting/installation.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

const OPTIONS = {
  state: { type: "string" },
  "older-than-days": { type: "string" },
  hours: { type: "string" },
  reason: { type: "string" },
  limit: { type: "string" },
} as const;
type Values = { readonly [K in keyof typeof OPTIONS]?: string | undefined };

/** The jobs of the installation, as the scheduler page shows and commands them. The worker carries out what is asked. */
export const command: Command = {
  name: "jobs",
  usage: `list
history [NAME] [--state STATE] [--limit N]
run NAME
pause NAME --hours N --reason TEXT
resume NAME
retry NAME ID
cancel NAME ID
delete --state completed|failed|cancelled --older-than-days N`,
  summary: "shows what runs when; starts, pauses, tries again, cancels and deletes jobs",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, OPTIONS);
    const [word, ...rest] = positionals;
    const verb = VERBS[word ?? ""];
    if (verb === undefined)
      throw new UsageError("Say what to do: list, history, run, pause, resume, retry, cancel or delete.");
    await asOperator(["web"], (ctx) => verb(ctx, rest, values, io));
    return 0;
  },
};

type Verb = (ctx: Context, words: readonly string[], values: Values, io: Io) => Promise<void>;

const VERBS: Readonly<Record<string, Verb>> = {
  async list(ctx, _, __, io) {
    for (const job of (await listJobs(ctx)).jobs) io.out(job);
  },
  async history(ctx, [name], { state, limit }, io) {
    const wanted = { ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { state }) };
    const input = read(JobHistoryInput, { ...wanted, ...(limit === undefined ? {} : { limit: Number(limit) }) });
    for (const run of (await jobHistory(ctx, input)).rows) io.out(run);
  },
  run: async (ctx, [name], _, io) => io.out(await runJob(ctx, read(RunJobInput, { name }))),
  async pause(ctx, [name], { hours, reason }, io) {
    const input = { name, hours: Number(required(hours, "hours")), reason: required(reason, "reason") };
    io.out(await pauseJob(ctx, read(PauseJobInput, input)));
  },
  async resume(ctx, [name], _, io) {
    await resumeJob(ctx, read(ResumeJobInput, { name }));
    io.out({ resumed: name });
  },
  retry: async (ctx, [name, jobId], _, io) => io.out(await retryJob(ctx, read(OneJobInput, { name, jobId }))),
  cancel: async (ctx, [name, jobId], _, io) => io.out(await cancelJob(ctx, read(OneJobInput, { name, jobId }))),
  async delete(ctx, _, values, io) {
    const olderThanDays = Number(required(values["older-than-days"], "older-than-days"));
    io.out(await deleteJobs(ctx, read(DeleteJobsInput, { state: required(values.state, "state"), olderThanDays })));
  },
};

/** What was typed, checked; a wrong word is wrong usage. */
function read<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new UsageError(refusedInput(result.error).message);
  return result.data;
}
