import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { resumeSubjects } from "../keyring/index.ts";
import { changeErasure, erasureById, lockErasure } from "../store/index.ts";
import { type ErasureDetail, planBoxOf } from "./erase/erasure-work.ts";
import { hiddenByOthers } from "./erase/open-plans.ts";
import { destroyPlan, openPlan } from "./erase/plan.ts";

export const UndoErasureInput = z.strictObject({ erasureId: z.uuid() });
export type UndoErasureInput = z.infer<typeof UndoErasureInput>;

/** Takes an erasure back within its grace: everything can be read again. Throws AppError "gone" when it has started. */
export async function undoErasure(ctx: CompanyContext, input: UndoErasureInput): Promise<void> {
  authoriseCompany(ctx, "data.erase");
  requireStepUp(ctx);
  const { erasureId } = UndoErasureInput.parse(input);
  const now = ctx.clock();
  const sealed = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const erasure = await lockErasure(tx, ctx.company.id, erasureId);
    if (erasure === null) throw new AppError("not-found", "There is no such erasure.");
    const { plan: kept, ...detail } = erasure.detail;
    const change = {
      state: "undone",
      step: "undone",
      updatedAt: now,
      finishedAt: now,
      detail: { ...detail, plan: kept },
    };
    const inTime = erasure.graceUntil !== null && erasure.graceUntil > now;
    if (!inTime || !(await changeErasure(tx, ctx.company.id, erasureId, change, ["waiting"]))) {
      throw new AppError("gone", "This erasure has started and cannot be undone.");
    }
    await audit(ctx, tx, { action: "data.erase.undo", detail: { erasure: erasureId } });
    return {
      plan: typeof kept === "string" ? kept : null,
      box: planBoxOf({ erasureId }, erasure.detail as unknown as ErasureDetail),
    };
  });
  await liftUndone(ctx, erasureId, sealed.plan, sealed.box);
}

/** What remains to do after an undo; start-up repeats it where a kill came between. */
export async function liftUndone(
  ctx: Pick<CompanyContext, "keyring" | "company" | "sql" | "clock">,
  erasureId: string,
  sealed: string | null,
  box: string,
): Promise<void> {
  if (sealed === null) return;
  const plan = await openPlan(ctx.keyring, ctx.company.id, box, sealed);
  // Whom another erasure hides stays hidden.
  const hidden = await hiddenByOthers(ctx, erasureId);
  const ids = [...plan.destroy.map((one) => one.id), ...plan.divide.map((one) => one.old)];
  await resumeSubjects(
    ctx.keyring,
    ctx.company.id,
    ids.filter((id) => !hidden.has(id)).map((hex) => Buffer.from(hex, "hex")),
  );
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const erasure = await erasureById(tx, ctx.company.id, erasureId);
    if (erasure === null) return;
    const { plan: _, ...detail } = erasure.detail;
    await changeErasure(tx, ctx.company.id, erasureId, { detail }, ["undone"]);
  });
  await destroyPlan(ctx.keyring, ctx.company.id, box);
}
