import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { ExportFormat } from "./request-export.ts";

export const EXPORT_STATES = [
  "waiting",
  "running",
  "ready",
  "fetched",
  "cancelled",
  "failed",
  "expired",
  "erased",
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export interface ExportView {
  readonly exportId: string;
  readonly state: ExportState;
  readonly format: ExportFormat;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly rowsDone: number;
  readonly rowsTotal: number;
  readonly bytes: number | null;
  /** Of the file as it is downloaded, in hex. */
  readonly sha256: string | null;
  /** When the file and its key are destroyed. */
  readonly until: Date;
  /** A sentence for people when it failed. */
  readonly problem: string | null;
}

/** The exports that are still there or ended within the last days, newest first. */
export async function listExports(ctx: CompanyContext): Promise<readonly ExportView[]> {
  authoriseCompany(ctx, "data.export");
  throw new AppError("unavailable", "Exports are not there yet.");
}

export const ReadExportInput = z.strictObject({ exportId: z.uuid() });
export type ReadExportInput = z.infer<typeof ReadExportInput>;

/** How far one export is. Asked again every second while it runs. */
export async function readExport(ctx: CompanyContext, input: ReadExportInput): Promise<ExportView> {
  authoriseCompany(ctx, "data.export");
  ReadExportInput.parse(input);
  throw new AppError("unavailable", "Exports are not there yet.");
}
