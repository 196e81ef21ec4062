import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type ExportRow, exportById, FIRST_ID, listExports as listRows } from "../store/index.ts";
import { type ExportFormat, formatOf } from "./export/formats.ts";

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
  /** While it runs: rows are written, then a workbook is packed, then the file is read back for its checksum. */
  readonly phase: "writing" | "packing" | "checking" | null;
  readonly format: ExportFormat;
  readonly encryption: "none" | "age-key" | "age-passphrase";
  readonly otherParties: "masked" | "clear";
  /** The case under which it is given out to the public, everybody masked; null for an ordinary export. */
  readonly disclosure: string | null;
  readonly purpose: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly startedAt: Date | null;
  /** Rows of the phase it is in. */
  readonly rowsDone: number;
  /** Rows as they were frozen. */
  readonly rowsTotal: number;
  /** Frozen rows that went before they were written: erased or past their last day. */
  readonly rowsGone: number;
  readonly bytes: number | null;
  /** Of the file as it is downloaded, in hex. */
  readonly sha256: string | null;
  readonly hasManifest: boolean;
  /** When the file and its key are destroyed. */
  readonly until: Date;
  /** A sentence for people when it failed. */
  readonly problem: string | null;
}

export const ListExportsInput = z.strictObject({
  /** The page goes on after this export. */
  after: z.uuid().optional(),
});
export type ListExportsInput = z.infer<typeof ListExportsInput>;

export interface ExportList {
  readonly exports: readonly ExportView[];
  /** What to ask the next page after; null on the last one. */
  readonly next: string | null;
}

const PAGE = 50;

/** The exports of this person, the newest first: a file of personal data is for the one who asked for it. */
export async function listExports(ctx: CompanyContext, input: ListExportsInput = {}): Promise<ExportList> {
  authoriseCompany(ctx, "data.export");
  const { after } = ListExportsInput.parse(input);
  const companyId = ctx.company.id;
  const own = ctx.actor.accountId === null ? {} : { accountId: ctx.actor.accountId };
  const rows = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const last = after === undefined ? null : ownExport(ctx, await exportById(tx, companyId, after));
    return await listRows(tx, companyId, { ...own, limit: PAGE + 1, ...(last === null ? {} : { after: last }) });
  });
  const page = rows.slice(0, PAGE);
  return {
    exports: page.map((row) => viewOf(row, ctx.clock())),
    next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
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
  const { by, disclosure, encryption, otherParties } = row.options;
  const phase = phaseOf(row);
  return {
    exportId: row.id,
    state: stateOf(row, now),
    phase,
    format: formatOf(row.format),
    encryption: encryption === "age-key" || encryption === "age-passphrase" ? encryption : "none",
    otherParties: otherParties === "clear" ? "clear" : "masked",
    disclosure: typeof disclosure === "string" ? disclosure : null,
    purpose: row.purpose,
    requestedAt: row.createdAt,
    requestedBy: typeof by === "string" ? by : "",
    startedAt: row.startedAt,
    rowsDone: phase === "packing" ? row.rowsPacked : row.rowsDone,
    rowsTotal: row.rowsTotal,
    rowsGone: row.rowsGone,
    bytes: row.sizeBytes,
    sha256: row.sha256?.toString("hex") ?? null,
    hasManifest: row.manifest !== null,
    until: row.expiresAt,
    problem: row.state !== "failed" ? null : row.error === "attempts" ? UNWRITTEN : NOT_WHOLE,
  };
}

const UNWRITTEN =
  "The file could not be written, however often it was tried. Whoever runs Gallra finds the reason on the health page.";
const NOT_WHOLE = "The file that was written is not whole, and was destroyed. Ask for it again.";

function phaseOf(row: ExportRow): ExportView["phase"] {
  if (row.state !== "running") return null;
  if (row.nextBefore !== FIRST_ID) return "writing";
  return row.format === "xlsx" && row.rowsPacked < row.rowsDone ? "packing" : "checking";
}

function stateOf(row: ExportRow, now: Date): ExportState {
  if (row.state === "cancelled" || row.state === "failed") return row.state;
  if (row.state === "expired") return row.error === "erased" ? "erased" : "expired";
  if (row.expiresAt <= now) return "expired";
  if (row.state === "ready" && row.tokenUsedAt !== null) return "fetched";
  return row.cancelRequested && row.state !== "ready" ? "cancelled" : row.state;
}
