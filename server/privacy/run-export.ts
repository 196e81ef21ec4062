import { rmdir } from "node:fs/promises";
import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../audit/index.ts";
import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type Box, openBox } from "../keyring/index.ts";
import {
  type ExportRow as ExportJob,
  exportById,
  exportParts,
  finishExport,
  selectionById,
  type SelectionRow,
  setExportPacked,
  startExport,
} from "../store/index.ts";
import { cleanExport, exportFolder } from "./export/export-files.ts";
import { ExportStopped } from "./export/export-stopped.ts";
import { dropStrayParts, makeFolder } from "./export/parts.ts";
import { manifestOf } from "./export/manifest-of.ts";
import { finishFile, type Measured } from "./export/write-file.ts";
import { writeRows } from "./export/write-rows.ts";

type WorkerContext = Omit<CompanyContext, "actor">;

/**
 * Writes one export: page after page from the frozen selection, in sealed parts that count from their checkpoint on. Killed
 * at any moment and repeated it goes on at the last checkpoint. What went since the freezing is left out and counted; rows
 * written and left out are together what was frozen, or the export fails.
 */
export async function runExport(ctx: WorkerContext, exportId: string, signal?: AbortSignal): Promise<void> {
  const companyId = ctx.company.id;
  const job = await withCompany(door(ctx, "web"), companyId, (tx) => startExport(tx, companyId, exportId, ctx.clock()));
  if (job === null) return;
  if (job.attempt > MOST_ATTEMPTS) {
    await fail(ctx, job, "attempts");
    return;
  }
  try {
    await write(ctx, job, signal);
  } catch (error) {
    // Whatever went wrong: of an export that is over by now the folder or the key may be gone in the midst of a step.
    if (error instanceof ExportStopped || isExpired(error) || (await isOver(ctx, job))) {
      await endStopped(ctx, job);
      return;
    }
    if (error instanceof AppError && error.code === "corrupt") await fail(ctx, job, "corrupt");
    throw error;
  }
}

/** Kills and failures together. What cannot be written so often, e.g. on a full disk, needs a person, and one is told. */
const MOST_ATTEMPTS = 60;

function isExpired(error: unknown): boolean {
  return error instanceof AppError && error.code === "expired";
}

async function isOver(ctx: WorkerContext, { companyId, id, attempt }: ExportJob): Promise<boolean> {
  const row = await withCompany(door(ctx, "web"), companyId, (tx) => exportById(tx, companyId, id));
  return row === null || row.state !== "running" || row.cancelRequested || row.attempt !== attempt;
}

async function write(ctx: WorkerContext, job: ExportJob, signal?: AbortSignal): Promise<void> {
  const companyId = ctx.company.id;
  const box = await openFolder(ctx, job);
  const selection = await withCompany(door(ctx, "web"), companyId, (tx) =>
    selectionById(tx, companyId, job.selectionId ?? ""),
  );
  if (selection === null) throw new AppError("corrupt", "The selection of this export is gone.");
  await writeRows(ctx, box, job, selection, signal);
  await finish(ctx, box, job, selection, signal);
}

/**
 * The key was made with the request and is never made again: who destroys it has ended the export, whatever runs. The folder
 * comes before it is opened: who destroys the key takes the folder away afterwards, and so never before it is made.
 */
async function openFolder(ctx: WorkerContext, job: ExportJob): Promise<Box> {
  const folder = exportFolder(ctx, job.id);
  await makeFolder(folder);
  try {
    return await openBox(ctx.keyring, job.companyId, job.id);
  } catch (error) {
    // Only where it is empty: what another attempt has written stays for whoever goes on.
    await rmdir(folder).catch(() => undefined);
    throw error;
  }
}

async function finish(
  ctx: WorkerContext,
  box: Box,
  job: ExportJob,
  selection: SelectionRow,
  signal?: AbortSignal,
): Promise<void> {
  const { id, companyId } = job;
  const { written, parts } = await withCompany(door(ctx, "web"), companyId, async (tx) => ({
    written: await exportById(tx, companyId, id),
    parts: await exportParts(tx, companyId, id),
  }));
  if (written === null || written.attempt !== job.attempt) throw new ExportStopped();
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (rows !== written.rowsDone || rows + written.rowsGone !== written.rowsTotal)
    throw new AppError("corrupt", "The rows of this export do not add up.");
  await dropStrayParts(exportFolder(ctx, id), parts);
  const measured = await finishFile(ctx, box, written, parts, signal);
  const manifest = await manifestOf(ctx, written, selection, measured);
  await makeReady(ctx, written, measured, manifest);
}

async function makeReady(ctx: WorkerContext, job: ExportJob, measured: Measured, manifest: string): Promise<void> {
  const { id, companyId } = job;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    if (!(await setExportPacked(tx, job, job.rowsDone))) throw new ExportStopped();
    await finishExport(tx, companyId, id, {
      state: "ready",
      at: ctx.clock(),
      sizeBytes: measured.bytes,
      sha256: measured.sha256,
      manifest,
    });
    await systemAudit(ctx, tx, companyId, {
      action: "data.export.ready",
      detail: {
        export: id,
        calls: job.rowsDone,
        leftOut: job.rowsGone,
        bytes: measured.bytes,
        sha256: measured.sha256.toString("hex"),
      },
    });
  });
}

/** Whoever stopped it has said why; a worker that was only overtaken leaves everything to the one that overtook it. */
async function endStopped(ctx: WorkerContext, job: ExportJob): Promise<void> {
  const { id, companyId } = job;
  const over = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = await exportById(tx, companyId, id);
    if (row === null || row.attempt !== job.attempt || row.state === "ready") return false;
    if (row.state === "running") await finishExport(tx, companyId, id, { state: "cancelled", at: ctx.clock() });
    return true;
  });
  if (over) await cleanExport(ctx, id);
}

/** What lies on disk was changed, the rows do not add up, or nothing helped: nothing of it is handed out. */
async function fail(ctx: WorkerContext, job: ExportJob, why: "corrupt" | "attempts"): Promise<void> {
  const { id, companyId } = job;
  const mine = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    if (!(await setExportPacked(tx, job, 0))) return false;
    await finishExport(tx, companyId, id, { state: "failed", at: ctx.clock(), error: why });
    await systemAudit(ctx, tx, companyId, { action: "data.export.failed", detail: { export: id, why } });
    return true;
  });
  if (mine) await cleanExport(ctx, id);
}
