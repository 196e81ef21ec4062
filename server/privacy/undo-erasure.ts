import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const UndoErasureInput = z.strictObject({ erasureId: z.uuid() });
export type UndoErasureInput = z.infer<typeof UndoErasureInput>;

/** Takes an erasure back within its grace. Throws AppError "gone" when it has started. */
export async function undoErasure(ctx: CompanyContext, input: UndoErasureInput): Promise<void> {
  authoriseCompany(ctx, "data.erase");
  UndoErasureInput.parse(input);
  throw new AppError("unavailable", "Erasure is not there yet.");
}
