import { authorise, type Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { reachOf } from "../domain/permissions.ts";

/**
 * For whoever operates the installation: a right on maintenance that a profile of one company might hold does not reach the
 * machine, its logs or its queue.
 */
export function authoriseOperation(ctx: Context): void {
  authorise(ctx, "maintenance.run");
  if (reachOf(ctx.actor.profile) !== "installation")
    throw new AppError("forbidden", "Only a system administrator of the installation may do this.");
}
