import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { letGo } from "../../domain/let-go.ts";
import type { Box } from "../../keyring/index.ts";
import { type ExportPart, type ExportRow, setExportPacked } from "../../store/index.ts";
import { deliveredBytes, type ExportPlace, exportFolder, packedFile, plainText } from "./export-files.ts";
import { ExportStopped } from "./export-stopped.ts";
import { eachLine, syncFolder } from "./parts.ts";
import type { WorkbookLine } from "./workbook-lines.ts";
import { workbook } from "./xlsx/workbook.ts";
import { zip } from "./xlsx/zip.ts";

export interface Measured {
  readonly bytes: number;
  readonly sha256: Buffer;
}

/**
 * The last step: what lies sealed on disk is opened once from its beginning to its end, packed where the format is packed,
 * and hashed as it will be delivered. So the checksum is of the file there is, not of what somebody meant to write, and no
 * hash has to survive a kill.
 */
export async function finishFile(
  place: ExportPlace,
  box: Box,
  job: ExportRow,
  parts: readonly ExportPart[],
  signal?: AbortSignal,
): Promise<Measured> {
  if (job.format === "xlsx") await packWorkbook(place, box, job, parts, signal);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of deliveredBytes(place, box, job, parts)) {
    signal?.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
    letGo(chunk);
  }
  return { bytes, sha256: hash.digest() };
}

async function packWorkbook(
  place: ExportPlace,
  box: Box,
  job: ExportRow,
  parts: readonly ExportPart[],
  signal?: AbortSignal,
): Promise<void> {
  const lines = told(place, job, eachLine(plainText(place, box, parts), "utf8"));
  const about = { timeZone: place.company.timeZone, rows: parts.reduce((sum, part) => sum + part.rows, 0) };
  const file = packedFile(place, job);
  const source = Readable.from(zip(workbook(lines, about), job.createdAt), { objectMode: false });
  const target = createWriteStream(file, { mode: 0o600, flags: "w" });
  await pipeline(source, box.sealer(), target, signal === undefined ? {} : { signal });
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(exportFolder(place, job.id));
}

const TOLD_EVERY_MS = 500;

/** Says how far it is, and stops when somebody has cancelled. */
async function* told(
  place: ExportPlace,
  job: ExportRow,
  lines: AsyncIterable<string>,
): AsyncGenerator<WorkbookLine, void> {
  let rows = 0;
  let saidAt = performance.now();
  for await (const line of lines) {
    yield JSON.parse(line) as WorkbookLine;
    if (++rows % 256 !== 0 || performance.now() - saidAt < TOLD_EVERY_MS) continue;
    saidAt = performance.now();
    const goesOn = await withCompany(door(place, "web"), place.company.id, (tx) => setExportPacked(tx, job, rows));
    if (!goesOn) throw new ExportStopped();
  }
}
