import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { cancelExport as askToStop, exportById } from "../store/index.ts";
import { dropExport } from "./export/export-files.ts";
import { ownExport } from "./list-exports.ts";

export const CancelExportInput = z.strictObject({ exportId: z.uuid() });
export type CancelExportInput = z.infer<typeof CancelExportInput>;

/** Stops an export, or destroys one that is ready: its key goes at once, its file after it. */
export async function cancelExport(ctx: CompanyContext, input: CancelExportInput): Promise<void> {
  authoriseCompany(ctx, "data.export");
  const { exportId } = CancelExportInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    ownExport(ctx, await exportById(tx, ctx.company.id, exportId));
    await askToStop(tx, ctx.company.id, exportId);
    await audit(ctx, tx, { action: "data.export.cancel", detail: { export: exportId } });
  });
  await dropExport(ctx, exportId, "cancelled");
}
