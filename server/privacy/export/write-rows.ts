import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { letGo } from "../../domain/let-go.ts";
import type { Box } from "../../keyring/index.ts";
import {
  checkpointExport,
  type ExportCheckpoint,
  type ExportPart,
  type ExportRow as ExportJob,
  exportParts,
  FIRST_ID,
  LAST_ID,
  readSorting,
  type SelectionRow,
} from "../../store/index.ts";
import { sourceNames } from "../seek/source-names.ts";
import { ByteText } from "./byte-text.ts";
import { exactCsv, spreadsheetCsv } from "./csv.ts";
import { type ExportPlace, exportFolder } from "./export-files.ts";
import type { ExportWriter } from "./export-row.ts";
import { ExportStopped } from "./export-stopped.ts";
import { jsonExport } from "./json.ts";
import { sealPart, writePart } from "./parts.ts";
import { readPages, type RowPage } from "./row-reader.ts";
import { workbookLines } from "./workbook-lines.ts";

/** A part is closed when it is this large, or this old: so far a kill sets the export back, and so late it hears of an end. */
const PART_BYTES = 2 * 1024 * 1024;
const PART_MS = 750;

/** Writes what is not written yet, to the end. Throws ExportStopped. */
export async function writeRows(
  place: ExportPlace,
  box: Box,
  job: ExportJob,
  selection: SelectionRow,
  signal?: AbortSignal,
): Promise<void> {
  if (job.nextBefore === FIRST_ID) return;
  const { parts, names } = await withCompany(door(place, "web"), place.company.id, async (tx) => ({
    parts: await exportParts(tx, place.company.id, job.id),
    names: {
      sources: await sourceNames(tx, place.company.id),
      currency: (await readSorting(tx, place.company.id)).currency ?? "",
    },
  }));
  const writer = writerOf(place, job);
  const file = new PartFile(place, box, job, parts.length);
  if (job.nextBefore === null) writer.head(file.text);
  try {
    for await (const page of readPages(place, job, selection, names, job.nextBefore ?? LAST_ID)) {
      signal?.throwIfAborted();
      file.addPage(page, writer);
      if (file.isDue()) await file.close(page.last);
    }
    writer.tail(file.text);
    await file.close(FIRST_ID);
    await file.settled();
  } finally {
    // However it ends: nothing of it is still being written afterwards.
    await Promise.allSettled([file.settled()]);
  }
}

function writerOf(place: ExportPlace, job: ExportJob): ExportWriter {
  const { name, timeZone, language } = place.company;
  const about = { company: name, timeZone, language, exportedAt: place.clock() };
  switch (job.format) {
    case "json":
      return jsonExport(about);
    case "xlsx":
      return workbookLines();
    case "csv-exact":
      return exactCsv();
    default:
      return spreadsheetCsv(about);
  }
}

/** The part being written, and what it adds to the export when it is closed. */
class PartFile {
  readonly #place: ExportPlace;
  readonly #box: Box;
  readonly #job: ExportJob;
  #part: number;
  /** Sealed where it stands, and then written over by the next part. */
  readonly text = new ByteText(PART_BYTES + PART_BYTES / 2);
  #rows = 0;
  #openedAt = performance.now();
  #done: number;
  #gone: number;
  #oldest: number | null;
  #newest: number | null;
  #writing: Promise<void> = Promise.resolve();

  constructor(place: ExportPlace, box: Box, job: ExportJob, part: number) {
    this.#place = place;
    this.#box = box;
    this.#job = job;
    this.#part = part;
    this.#done = job.rowsDone;
    this.#gone = job.rowsGone;
    this.#oldest = job.oldestAt?.getTime() ?? null;
    this.#newest = job.newestAt?.getTime() ?? null;
  }

  addPage(page: RowPage, writer: ExportWriter): void {
    const before = this.#done;
    page.each((row) => {
      writer.row(this.text, row, this.#done === 0);
      this.#rows++;
      this.#done++;
      // Newest first, and so from page to page.
      this.#newest ??= row.at;
      this.#oldest = row.at;
    });
    this.#gone += page.frozen - (this.#done - before);
  }

  isDue(): boolean {
    return this.text.length >= PART_BYTES || performance.now() - this.#openedAt >= PART_MS;
  }

  /** Begins to write what there is, once the part before is written: never more than one waits in memory. */
  async close(nextBefore: string): Promise<void> {
    await this.#writing;
    const plain = this.text.view();
    const instant = (ms: number | null) => (ms === null ? null : new Date(ms));
    const part: ExportPart | null =
      plain.length === 0
        ? null
        : { part: this.#part++, attempt: this.#job.attempt, rows: this.#rows, bytes: plain.length };
    const checkpoint: ExportCheckpoint = {
      nextBefore,
      rowsDone: this.#done,
      rowsGone: this.#gone,
      oldestAt: instant(this.#oldest),
      newestAt: instant(this.#newest),
      part,
    };
    const sealed = part === null ? null : sealPart(this.#box, part, plain);
    this.text.clear();
    this.#rows = 0;
    this.#openedAt = performance.now();
    this.#writing = this.#write(checkpoint, sealed);
    // Its failure is met at the next part, or at the end.
    this.#writing.catch(() => undefined);
  }

  /** Fails as the writing of the last part failed, if it did. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** On disk first, then in the checkpoint: a kill between the two leaves a part behind that nobody counts. */
  async #write(checkpoint: ExportCheckpoint, sealed: Buffer | null): Promise<void> {
    const { part } = checkpoint;
    if (part !== null && sealed !== null) {
      await writePart(exportFolder(this.#place, this.#job.id), part, sealed);
      letGo(sealed);
    }
    const goesOn = await withCompany(door(this.#place, "web"), this.#place.company.id, (tx) =>
      checkpointExport(tx, this.#job, checkpoint),
    );
    if (!goesOn) throw new ExportStopped();
  }
}
