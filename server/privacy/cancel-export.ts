import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const CancelExportInput = z.strictObject({ exportId: z.uuid() });
export type CancelExportInput = z.infer<typeof CancelExportInput>;

/** Stops an export, or destroys one that is ready: its key goes at once, its file after it. */
export async function cancelExport(ctx: CompanyContext, input: CancelExportInput): Promise<void> {
  authoriseCompany(ctx, "data.export");
  CancelExportInput.parse(input);
  throw new AppError("unavailable", "Exports are not there yet.");
}
