import { rm } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { type Box, destroyBox, openBox } from "../../keyring/index.ts";
import {
  type ExportPart,
  type ExportRow,
  exportById,
  exportParts,
  finishExport,
  listExports,
  noteExportCleaned,
} from "../../store/index.ts";
import { ageFile, readEnvelope } from "./age.ts";
import { eachLine, readParts } from "./parts.ts";

export type ExportPlace = Pick<Installation, "env" | "keyring" | "sql" | "clock"> & { readonly company: Company };

/** Exports lie sealed in the home, one folder each; the name says nothing but the id. */
export function exportFolder(place: Pick<ExportPlace, "env">, exportId: string): string {
  return join(place.env.home, "exports", exportId);
}

/** A workbook is packed once, so that it is the same file at every download. */
export function packedFile(place: Pick<ExportPlace, "env">, job: Pick<ExportRow, "id" | "attempt">): string {
  return join(exportFolder(place, job.id), `${job.attempt}.packed`);
}

/** The exports of a company that have, or will have, a file. */
export async function exportsAlive(tx: Tx, companyId: number): Promise<ExportRow[]> {
  return await listExports(tx, companyId, { limit: 10_000, states: ["waiting", "running", "ready"] });
}

/** The text of an export as it was read from the store, before it was packed or encrypted. */
export function plainText(place: ExportPlace, box: Box, parts: readonly ExportPart[]): AsyncGenerator<Buffer> {
  return readParts(exportFolder(place, box.id), box, parts);
}

/** The bytes as they are delivered. They fail with AppError "corrupt" when what lies on disk was changed. */
export async function* deliveredBytes(
  place: ExportPlace,
  box: Box,
  job: ExportRow,
  parts: readonly ExportPart[],
): AsyncGenerator<Buffer> {
  const file = job.format === "xlsx" ? packedBytes(place, box, job) : plainText(place, box, parts);
  if (job.envelope === null) yield* file;
  else yield* ageFile(readEnvelope(box.openPart("envelope", job.envelope)), file);
}

async function* packedBytes(place: ExportPlace, box: Box, job: ExportRow): AsyncGenerator<Buffer> {
  const source = createReadStream(packedFile(place, job), { highWaterMark: 256 * 1024 });
  const opener = box.opener();
  source.on("error", (error) => opener.destroy(error));
  opener.on("close", () => source.destroy());
  for await (const chunk of source.pipe(opener)) yield chunk as Buffer;
}

/** Line by line, for whoever looks for somebody in it. Throws AppError "expired" when its key is gone. */
export async function* openExportLines(place: ExportPlace, exportId: string): AsyncGenerator<string> {
  const box = await openBox(place.keyring, place.company.id, exportId);
  const parts = await withCompany(door(place, "web"), place.company.id, (tx) =>
    exportParts(tx, place.company.id, exportId),
  );
  yield* eachLine(plainText(place, box, parts), "latin1");
}

/** The key goes first, in every copy; then the files. Repeating it is no error. */
export async function dropExport(
  place: ExportPlace,
  exportId: string,
  why: "erased" | "expired" | "cancelled",
): Promise<void> {
  const companyId = place.company.id;
  const at = place.clock();
  const before = await withCompany(door(place, "web"), companyId, async (tx) => {
    const row = await exportById(tx, companyId, exportId);
    if (row === null || row.state === "cancelled" || row.state === "failed") return row?.state;
    const state = why === "cancelled" ? "cancelled" : "expired";
    await finishExport(tx, companyId, exportId, { state, at, error: why });
    return row.state;
  });
  await takeAway(place, exportId);
  // A worker that is still writing cleans up after itself; should it die before, `tidyUp` finds what is not noted here.
  if (before !== "running") await noteCleaned(place, exportId);
}

/** Takes away what an export that is over has left: its key, its files, its parts. */
export async function cleanExport(place: ExportPlace, exportId: string): Promise<void> {
  await takeAway(place, exportId);
  await noteCleaned(place, exportId);
}

async function takeAway(place: ExportPlace, exportId: string): Promise<void> {
  await destroyBox(place.keyring, place.company.id, exportId);
  const folder = exportFolder(place, exportId);
  await rm(folder, { recursive: true, force: true });
  // Before exports had parts they were one file.
  await rm(`${folder}.sealed`, { force: true });
}

async function noteCleaned(place: ExportPlace, exportId: string): Promise<void> {
  await withCompany(door(place, "web"), place.company.id, (tx) =>
    noteExportCleaned(tx, place.company.id, exportId, place.clock()),
  );
}
