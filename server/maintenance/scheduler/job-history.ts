import { z } from "zod";
import { type Context, door } from "../../context.ts";
import { JOB_NAMES } from "../../jobs/catalogue.ts";
import { type JobRun, listJobRuns } from "../../store/jobs.ts";
import { authoriseOperation } from "../authorise-operation.ts";

export const JobHistoryInput = z.strictObject({
  name: z.enum(JOB_NAMES).optional(),
  state: z.enum(["created", "retry", "active", "completed", "failed", "cancelled"]).optional(),
  before: z.strictObject({ at: z.date(), id: z.uuid() }).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type JobHistoryInput = z.infer<typeof JobHistoryInput>;

/** Single jobs, the newest first. What they are about is told by ids; whoever may see those persons looks there. */
export async function jobHistory(
  ctx: Context,
  input: z.input<typeof JobHistoryInput>,
): Promise<{ rows: readonly JobRun[]; next: { at: Date; id: string } | null }> {
  authoriseOperation(ctx);
  const filter = JobHistoryInput.parse(input);
  const rows = await listJobRuns(door(ctx, "web"), filter);
  const last = rows.at(-1);
  const next = rows.length < filter.limit || last === undefined ? null : { at: last.createdAt, id: last.id };
  return { rows, next };
}
