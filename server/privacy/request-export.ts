import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { exportSight } from "../domain/rights.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { addExport, eachSelected } from "../store/index.ts";
import { liveSelection } from "./seek/live-selection.ts";
import { countRecords } from "./freeze-selection.ts";

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

/** The file and its key live so long; then both are destroyed. */
export const EXPORT_LIFE_MS = 2 * 86_400_000;

/** Puts an export in the queue; the worker writes it. */
export async function requestExport(
  ctx: CompanyContext,
  input: z.input<typeof RequestExportInput>,
): Promise<{ readonly exportId: string }> {
  authoriseCompany(ctx, "data.export");
  requireStepUp(ctx);
  const { selectionId, format, otherParties } = RequestExportInput.parse(input);
  const exportId = randomUUID();
  const now = ctx.clock();
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await liveSelection(tx, ctx, selectionId);
    const { rows } = await countRecords(eachSelected(tx, ctx.company.id, selectionId));
    await addExport(tx, {
      companyId: ctx.company.id,
      id: exportId,
      selectionId,
      accountId: ctx.actor.accountId,
      format,
      rowsTotal: rows,
      options: { otherParties, by: ctx.actor.name, sight: exportSight(ctx.actor) },
      createdAt: now,
      expiresAt: new Date(now.getTime() + EXPORT_LIFE_MS),
    });
    await audit(ctx, tx, { action: "data.export", detail: { export: exportId, calls: rows, format, otherParties } });
    await enqueue(tx, "export", { companyId: ctx.company.id, exportId });
  });
  return { exportId };
}
