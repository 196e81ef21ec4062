import { authorise, type Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { reachOf } from "../../domain/permissions.ts";

/** For whoever operates the installation: what belongs to no company is no company's to read. */
export function authoriseReading(ctx: Context): void {
  authorise(ctx, "maintenance.run");
  if (reachOf(ctx.actor.profile) !== "installation")
    throw new AppError("forbidden", "Only a system administrator of the installation may do this.");
}
