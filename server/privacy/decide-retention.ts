import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { type ChangeRow, decideChanges, lockChanges } from "../store/index.ts";
import { checkBounds } from "./retention/check-bounds.ts";
import { changesOfRows } from "./retention/waiting-changes.ts";
import { detailOf, ownRules, type RuleStep, stepsOf } from "./retention/rule-effect.ts";
import { write } from "./set-retention.ts";

export const DecideRetentionInput = z.strictObject({
  changeId: z.uuid(),
  decision: z.enum(["approve", "decline", "withdraw"]),
});
export type DecideRetentionInput = z.infer<typeof DecideRetentionInput>;

export interface DecidedRetention {
  readonly changeId: string;
  readonly state: "approved" | "declined" | "withdrawn";
}

/**
 * The company's word on a change that loosens rules: somebody of the company, not who asked, approves or declines it; who
 * asked may withdraw it. Approved, the rules hold at once and reach the past.
 */
export async function decideRetention(ctx: CompanyContext, input: DecideRetentionInput): Promise<DecidedRetention> {
  const { changeId, decision } = DecideRetentionInput.parse(input);
  authoriseCompany(ctx, decision === "withdraw" ? "retention.set" : "retention.approve");
  if (decision === "approve") requireStepUp(ctx);
  const state = STATES[decision];
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const rows = await lockChanges(tx, ctx.company.id, changeId);
    const waiting = waitingRows(ctx, rows, decision);
    const steps = stepsOf(await ownRules(tx, ctx.company.id), changesOfRows(waiting));
    if (decision === "approve") {
      await checkBounds(ctx, steps);
      for (const step of steps) await write(tx, ctx, step, waiting[0]?.reason ?? "");
      await enqueue(tx, "apply-rules", { companyId: ctx.company.id });
    }
    await decideChanges(tx, ctx.company.id, changeId, {
      state,
      by: ctx.actor.accountId,
      byName: ctx.actor.name,
      at: ctx.clock(),
    });
    await tell(tx, ctx, state, steps, changeId);
  });
  return { changeId, state };
}

const STATES = { approve: "approved", decline: "declined", withdraw: "withdrawn" } as const;

function waitingRows(
  ctx: CompanyContext,
  rows: readonly ChangeRow[],
  decision: DecideRetentionInput["decision"],
): readonly ChangeRow[] {
  const [first] = rows;
  if (first === undefined) throw new AppError("not-found", "This change is gone. Look at the list again.");
  const isOwn = first.askedBy !== null && first.askedBy === ctx.actor.accountId;
  if (decision === "withdraw" && !isOwn)
    throw new AppError("forbidden", "Only who asked for a change may withdraw it. The company may decline it.");
  if (decision !== "withdraw" && isOwn)
    throw new AppError("forbidden", "You asked for this change yourself: somebody else of the company has to decide.");
  const waiting = rows.filter((row) => row.state === "waiting");
  if (waiting.length === 0 || first.expiresAt <= ctx.clock())
    throw new AppError("conflict", "This change does not wait any more. Look at the list again.");
  return waiting;
}

async function tell(
  tx: Tx,
  ctx: CompanyContext,
  state: DecidedRetention["state"],
  steps: readonly RuleStep[],
  change: string,
): Promise<void> {
  for (const step of steps)
    await audit(ctx, tx, { action: `retention.${state}`, detail: { ...detailOf(step), change } });
}
