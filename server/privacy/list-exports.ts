import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type ExportRow, exportById, listExports as listRows } from "../store/index.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./request-export.ts";

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

/** The exports of this person, the newest first: a file of personal data is for the one who asked for it. */
export async function listExports(ctx: CompanyContext): Promise<readonly ExportView[]> {
  authoriseCompany(ctx, "data.export");
  const own = ctx.actor.accountId === null ? {} : { accountId: ctx.actor.accountId };
  const rows = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => listRows(tx, ctx.company.id, own));
  return rows.map((row) => viewOf(row, ctx.clock()));
}

export const ReadExportInput = z.strictObject({ exportId: z.uuid() });
export type ReadExportInput = z.infer<typeof ReadExportInput>;

/** How far one export is. Asked again every second while it runs. */
export async function readExport(ctx: CompanyContext, input: ReadExportInput): Promise<ExportView> {
  authoriseCompany(ctx, "data.export");
  const { exportId } = ReadExportInput.parse(input);
  const row = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => exportById(tx, ctx.company.id, exportId));
  return viewOf(ownExport(ctx, row), ctx.clock());
}

/** Throws AppError "not-found" for an export that is somebody else's: whether it exists is not theirs to know. */
export function ownExport(ctx: CompanyContext, row: ExportRow | null): ExportRow {
  if (row === null || row.accountId !== ctx.actor.accountId)
    throw new AppError("not-found", "There is no such export.");
  return row;
}

function viewOf(row: ExportRow, now: Date): ExportView {
  const { by } = row.options;
  return {
    exportId: row.id,
    state: stateOf(row, now),
    format: EXPORT_FORMATS.find((format) => format === row.format) ?? "csv",
    requestedAt: row.createdAt,
    requestedBy: typeof by === "string" ? by : "",
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal,
    bytes: row.sizeBytes,
    sha256: row.sha256?.toString("hex") ?? null,
    until: row.expiresAt,
    problem:
      row.state === "failed" ? "It could not be written. Ask for it again; the log of the worker says why." : null,
  };
}

function stateOf(row: ExportRow, now: Date): ExportState {
  if (row.state === "expired") return row.error === "erased" ? "erased" : "expired";
  if (row.expiresAt <= now) return "expired";
  if (row.state === "ready" && row.tokenUsedAt !== null) return "fetched";
  return row.cancelRequested && row.state !== "ready" ? "cancelled" : row.state;
}
