import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { type ApprovalRow, changeErasure, decideApproval, lockApproval, lockErasure } from "../../store/index.ts";
import { refuseWithoutDecision } from "../disposal/refuse-without-decision.ts";
import { detailOf, planBoxOf } from "../erase/erasure-work.ts";
import { hideUntil } from "../erase/hide-until.ts";
import { upToDate } from "../erase/open-plans.ts";
import { requireSettled } from "./require-settled.ts";
import { destroyPlan, type ErasurePlan, openPlan } from "../erase/plan.ts";

export const DecideErasureInput = z.strictObject({
  erasureId: z.uuid(),
  decision: z.enum(["approve", "decline", "withdraw"]),
});
export type DecideErasureInput = z.infer<typeof DecideErasureInput>;

export interface DecidedErasure {
  readonly erasureId: string;
  readonly state: "approved" | "declined" | "withdrawn";
  /** When the destruction begins; null when nothing is erased. */
  readonly startsAt: Date | null;
}

const STATES = { approve: "approved", decline: "declined", withdraw: "withdrawn" } as const;

/**
 * The second person's word. Nobody decides on what they asked for themselves; who asked may withdraw it. With the approval the
 * grace begins, in which nobody reads the data and it can be undone.
 */
export async function decideErasure(ctx: CompanyContext, input: DecideErasureInput): Promise<DecidedErasure> {
  const { erasureId, decision } = DecideErasureInput.parse(input);
  authoriseCompany(ctx, decision === "withdraw" ? "data.erase" : "erasure.approve");
  if (decision === "approve") requireStepUp(ctx);
  const now = ctx.clock();
  const state = STATES[decision];
  const decided = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await lockApproval(tx, ctx.company.id, erasureId);
    const erasure = await lockErasure(tx, ctx.company.id, erasureId);
    const waiting = requireWaiting(ctx, row, decision);
    if (erasure === null || erasure.state !== "asked") throw waitsNoMore();
    if (decision === "approve") await requireSettled(tx, ctx, waiting.askedBy);
    // The decision that allowed it when it was asked for may have ended since.
    if (decision === "approve") await refuseWithoutDecision(tx, ctx.company);
    const startsAt = decision === "approve" ? new Date(now.getTime() + waiting.graceMinutes * 60_000) : null;
    const { plan: _, ...withoutPlan } = erasure.detail;
    const change =
      startsAt === null
        ? { state: state === "withdrawn" ? "undone" : state, step: state, finishedAt: now, detail: withoutPlan }
        : {
            state: "waiting",
            step: "waiting",
            graceUntil: startsAt,
            detail: { ...erasure.detail, approvedBy: ctx.actor.name },
          };
    await changeErasure(tx, ctx.company.id, erasureId, { ...change, updatedAt: now }, ["asked"]);
    await decideApproval(tx, ctx.company.id, erasureId, {
      state,
      at: now,
      by: ctx.actor.accountId,
      byName: ctx.actor.name,
    });
    await audit(ctx, tx, { action: `erasure.${state}`, detail: { erasure: erasureId } });
    if (startsAt !== null)
      await enqueue(tx, "erase", { companyId: ctx.company.id, erasureId }, { startAfter: startsAt });
    return { startsAt, own: detailOf(erasure), graceMinutes: waiting.graceMinutes };
  });
  const { startsAt, own, graceMinutes } = decided;
  const box = planBoxOf({ erasureId }, own);
  if (startsAt === null) await destroyPlan(ctx.keyring, ctx.company.id, box);
  else {
    const plan = await openPlan(ctx.keyring, ctx.company.id, box, own.plan ?? "");
    await hideUntil(ctx, await takeIn(ctx, erasureId, plan), startsAt, graceMinutes);
  }
  return { erasureId, state, startsAt };
}

/** Who came to stand for the same identifiers while it waited is hidden and erased with them. */
async function takeIn(ctx: CompanyContext, erasureId: string, plan: ErasurePlan): Promise<ErasurePlan> {
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await lockErasure(tx, ctx.company.id, erasureId);
    return row?.state === "waiting" ? await upToDate(tx, ctx, row, plan) : plan;
  });
}

function requireWaiting(
  ctx: CompanyContext,
  row: ApprovalRow | null,
  decision: DecideErasureInput["decision"],
): ApprovalRow {
  if (row === null) throw new AppError("not-found", "There is no such erasure.");
  const own = row.askedBy === ctx.actor.accountId;
  if (decision === "withdraw" && !own)
    throw new AppError("forbidden", "Only who asked for an erasure may withdraw it. Somebody else may decline it.");
  if (decision !== "withdraw" && own)
    throw new AppError("forbidden", "You asked for this erasure yourself: somebody else of the company has to decide.");
  if (row.state !== "waiting" || row.lapsesAt <= ctx.clock()) throw waitsNoMore();
  return row;
}

function waitsNoMore(): AppError {
  return new AppError("gone", "This erasure does not wait any more. Look at the list again.");
}
