import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { exportById } from "../store/index.ts";
import { fileNameOf } from "./export/file-name.ts";
import { ownExport } from "./list-exports.ts";

export const ReadExportManifestInput = z.strictObject({ exportId: z.uuid() });
export type ReadExportManifestInput = z.infer<typeof ReadExportManifestInput>;

export interface ExportManifest {
  readonly fileName: string;
  /** JSON with the statement and its signature, as it is saved beside the file. */
  readonly text: string;
}

/** The signed manifest of an export. It outlives the file: it holds nobody's number. */
export async function readExportManifest(ctx: CompanyContext, input: ReadExportManifestInput): Promise<ExportManifest> {
  authoriseCompany(ctx, "data.export");
  const { exportId } = ReadExportManifestInput.parse(input);
  const companyId = ctx.company.id;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = ownExport(ctx, await exportById(tx, companyId, exportId));
    if (row.manifest === null)
      throw new AppError("conflict", "This export has no manifest: it is not ready yet, or it never was.");
    await audit(ctx, tx, { action: "data.export.manifest", detail: { export: exportId } });
    return { fileName: `${fileNameOf(ctx.company.timeZone, row)}.manifest.json`, text: row.manifest };
  });
}
