import { audited } from "../audit/index.ts";
import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { refusal, type SweepState, sweepState } from "./retention/sweep-state.ts";

/** How clean-up stands in this installation. For the operator; companies see it on their own page. */
export async function showSweep(ctx: Context): Promise<SweepState> {
  authorise(ctx, "retention.bound");
  return await sweepState(ctx);
}

/**
 * A person has looked at the clock: clean-up, which waits because the last one is more than two days old, may go on. Clocks
 * that disagree have to be set right; no word replaces that.
 */
export async function confirmSweep(ctx: Context): Promise<{ asked: true }> {
  authorise(ctx, "maintenance.run");
  requireStepUp(ctx);
  const { waitsFor, lastSweepAt } = await sweepState(ctx);
  if (waitsFor === "clocks") throw refusal("clocks");
  if (waitsFor === null) throw new AppError("conflict", "Clean-up does not wait: there is nothing to confirm.");
  const detail = { lastSweepAt: lastSweepAt?.toISOString() ?? null };
  await audited(ctx, null, { action: "retention.clock-confirmed", detail }, (tx) =>
    enqueue(tx, "sweep", { confirmed: 1 }),
  );
  return { asked: true };
}
