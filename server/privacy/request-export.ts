import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const EXPORT_FORMATS = ["csv", "csv-exact", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const RequestExportInput = z.strictObject({
  selectionId: z.uuid(),
  /** csv is safe to open in a spreadsheet, csv-exact is for machines, json carries its schema. */
  format: z.enum(EXPORT_FORMATS).default("csv"),
  /** Whether the numbers of other people in the same calls are written out. */
  otherParties: z.enum(["masked", "clear"]).default("masked"),
});
export type RequestExportInput = z.infer<typeof RequestExportInput>;

/** Puts an export in the queue; the worker writes it. */
export async function requestExport(
  ctx: CompanyContext,
  input: RequestExportInput,
): Promise<{ readonly exportId: string }> {
  authoriseCompany(ctx, "data.export");
  RequestExportInput.parse(input);
  throw new AppError("unavailable", "Exports are not there yet.");
}
