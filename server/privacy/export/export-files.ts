import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { destroyBox, openBox } from "../../keyring/index.ts";
import { type ExportRow, finishExport, listExports } from "../../store/index.ts";

export type ExportPlace = Pick<Installation, "env" | "keyring" | "sql" | "clock"> & { readonly company: Company };

/** Exports lie sealed in the home; the name says nothing but the id. */
export function exportFile(place: Pick<ExportPlace, "env">, exportId: string): string {
  return join(place.env.home, "exports", `${exportId}.sealed`);
}

/** The exports of a company that have, or will have, a file. */
export async function exportsAlive(tx: Tx, companyId: number): Promise<ExportRow[]> {
  const jobs = await listExports(tx, companyId, { limit: 10_000 });
  return jobs.filter((job) => job.state === "waiting" || job.state === "running" || job.state === "ready");
}

/** The plain bytes of an export. Throws AppError "expired" when its key is gone; the stream fails when the file was changed. */
export async function openExport(place: ExportPlace, exportId: string): Promise<Readable> {
  const box = await openBox(place.keyring, place.company.id, exportId);
  const file = createReadStream(exportFile(place, exportId), { highWaterMark: 256 * 1024 });
  const opener = box.opener();
  file.on("error", (error) => opener.destroy(error));
  opener.on("close", () => file.destroy());
  return file.pipe(opener);
}

/** Line by line, so that no export has to fit into memory. */
export async function* openExportLines(place: ExportPlace, exportId: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of await openExport(place, exportId)) {
    const lines = (rest + (chunk as Buffer).toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** The key goes first, in every copy; then the file. Repeating it is no error. */
export async function dropExport(
  place: ExportPlace,
  exportId: string,
  why: "erased" | "expired" | "cancelled",
): Promise<void> {
  await destroyBox(place.keyring, place.company.id, exportId);
  await rm(exportFile(place, exportId), { force: true });
  await withCompany(door(place, "web"), place.company.id, (tx) =>
    finishExport(tx, place.company.id, exportId, {
      state: why === "cancelled" ? "cancelled" : "expired",
      at: place.clock(),
      error: why,
    }),
  );
}
