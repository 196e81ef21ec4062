import { z } from "zod";
import { audited } from "../../audit/index.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { authoriseOperation } from "../authorise-operation.ts";
import { askDemoToStop, forgetDemoStop, readDemoWork, writeDemoWork } from "./demo-note.ts";
import { demoStatus } from "./demo-status.ts";

export const TurnDemoInput = z.strictObject({ on: z.boolean() });
export type TurnDemoInput = z.infer<typeof TurnDemoInput>;

const WAITING = { state: "waiting", done: 0, of: 1, endedAt: null } as const;
/** What has not moved for so long was left behind by a process that ended. */
const STALE_MS = 10 * 60_000;

/** Asks the worker to load the demo, or to take it away. Throws AppError "conflict" when that is done or under way. */
export async function turnDemo(ctx: Context, input: TurnDemoInput): Promise<void> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  const { on } = TurnDemoInput.parse(input);
  const { companies, work } = await demoStatus(ctx);
  const now = ctx.clock();
  const busy = work !== null && (work.state === "waiting" || work.state === "running");
  if (busy && now.getTime() - Date.parse(work.startedAt) < STALE_MS)
    throw new AppError("conflict", "The demo is being loaded or removed at this moment. Wait for it, or cancel it.");
  if (on && companies.length > 0) throw new AppError("conflict", "The demo is loaded already.");
  if (!on && companies.length === 0) throw new AppError("conflict", "There is no demo to remove.");
  forgetDemoStop(ctx.env.home);
  writeDemoWork(ctx.env.home, { kind: on ? "load" : "remove", startedAt: now.toISOString(), ...WAITING });
  await audited(
    ctx,
    null,
    { action: on ? "demo.load" : "demo.remove", detail: { companies: companies.length } },
    (tx) => enqueue(tx, on ? "demo-load" : "demo-remove", { asked: 1 }),
  );
}

/** Stops at the next step. A half loaded demo can be removed, a half removed one be removed to its end. */
export async function cancelDemo(ctx: Context): Promise<void> {
  authoriseOperation(ctx);
  const work = readDemoWork(ctx.env.home);
  if (work === null || work.endedAt !== null) throw new AppError("conflict", "Nothing is being done to the demo.");
  askDemoToStop(ctx.env.home);
  if (work.state === "waiting")
    writeDemoWork(ctx.env.home, { ...work, state: "cancelled", endedAt: ctx.clock().toISOString() });
  await audited(ctx, null, { action: "demo.cancel", detail: { kind: work.kind } }, async () => undefined);
}
