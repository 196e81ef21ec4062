import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import type { Box } from "../../keyring/index.ts";
import {
  checkpointExport,
  type ExportCheckpoint,
  type ExportPart,
  type ExportRow as ExportJob,
  exportParts,
  FIRST_ID,
  LAST_ID,
  type SelectionRow,
} from "../../store/index.ts";
import { sourceNames } from "../seek/source-names.ts";
import { exactCsv, spreadsheetCsv } from "./csv.ts";
import { type ExportPlace, exportFolder } from "./export-files.ts";
import type { ExportWriter } from "./export-row.ts";
import { ExportStopped } from "./export-stopped.ts";
import { jsonExport } from "./json.ts";
import { writePart } from "./parts.ts";
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
    names: await sourceNames(tx, place.company.id),
  }));
  const writer = writerOf(place, job);
  const file = new PartFile(place, box, job, parts.length);
  if (job.nextBefore === null) file.add(writer.head());
  try {
    for await (const page of readPages(place, job, selection, names, job.nextBefore ?? LAST_ID)) {
      signal?.throwIfAborted();
      file.addPage(page, writer);
      if (file.isDue()) await file.close(page.last);
    }
    file.add(writer.tail());
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
  #texts: string[] = [];
  #length = 0;
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

  add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }

  addPage({ batches, frozen }: RowPage, writer: ExportWriter): void {
    const before = this.#done;
    for (const rows of batches) {
      this.add(writer.rows(rows, this.#done));
      this.#rows += rows.length;
      this.#done += rows.length;
      // Newest first, and so from page to page.
      this.#newest ??= rows[0]?.at ?? null;
      this.#oldest = rows.at(-1)?.at ?? this.#oldest;
    }
    this.#gone += frozen - (this.#done - before);
  }

  isDue(): boolean {
    return this.#length >= PART_BYTES || performance.now() - this.#openedAt >= PART_MS;
  }

  /** Begins to write what there is, once the part before is written: never more than one waits in memory. */
  async close(nextBefore: string): Promise<void> {
    await this.#writing;
    const plain = Buffer.from(this.#texts.join(""));
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
    this.#texts = [];
    this.#length = 0;
    this.#rows = 0;
    this.#openedAt = performance.now();
    this.#writing = this.#write(checkpoint, plain);
    // Its failure is met at the next part, or at the end.
    this.#writing.catch(() => undefined);
  }

  /** Fails as the writing of the last part failed, if it did. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** On disk first, then in the checkpoint: a kill between the two leaves a part behind that nobody counts. */
  async #write(checkpoint: ExportCheckpoint, plain: Buffer): Promise<void> {
    const { part } = checkpoint;
    if (part !== null)
      await writePart(exportFolder(this.#place, this.#job.id), this.#box, part.part, part.attempt, plain);
    const goesOn = await withCompany(door(this.#place, "web"), this.#place.company.id, (tx) =>
      checkpointExport(tx, this.#job, checkpoint),
    );
    if (!goesOn) throw new ExportStopped();
  }
}
