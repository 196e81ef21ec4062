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
import { openRowReader, type RowPage } from "./row-reader.ts";
import { workbookLines } from "./workbook-lines.ts";

/** A part is closed when it is this large, or this old: so far a kill sets the export back, and so late it hears of an end. */
const PART_BYTES = 4 * 1024 * 1024;
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
  const read = openRowReader(place, job, selection, names);
  if (job.nextBefore === null) file.add(writer.head());
  // While one page is written into its part the next is read.
  let next = ahead(read(job.nextBefore ?? LAST_ID));
  for (;;) {
    signal?.throwIfAborted();
    const page = await next;
    if (page === null) break;
    next = ahead(read(page.last));
    file.add(writer.rows(page.rows, file.rowsDone));
    file.count(page);
    if (file.isDue()) await file.close(page.last);
  }
  file.add(writer.tail());
  await file.close(FIRST_ID);
}

/** A page asked for early may fail before anybody waits for it: the failure is met when its turn comes. */
function ahead<T>(page: Promise<T>): Promise<T> {
  page.catch(() => undefined);
  return page;
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

  /** Rows before the next page, in closed parts and in this one. */
  get rowsDone(): number {
    return this.#done;
  }

  add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }

  count({ rows, frozen }: RowPage): void {
    this.#rows += rows.length;
    this.#done += rows.length;
    this.#gone += frozen - rows.length;
    // Newest first, and so from page to page.
    this.#newest ??= rows[0]?.at ?? null;
    this.#oldest = rows.at(-1)?.at ?? this.#oldest;
  }

  isDue(): boolean {
    return this.#length >= PART_BYTES || performance.now() - this.#openedAt >= PART_MS;
  }

  /** On disk first, then in the checkpoint: a kill between the two leaves a part behind that nobody counts. */
  async close(nextBefore: string): Promise<void> {
    const { attempt, id } = this.#job;
    const plain = Buffer.from(this.#texts.join(""));
    let part: ExportPart | null = null;
    if (plain.length > 0) {
      await writePart(exportFolder(this.#place, id), this.#box, this.#part, attempt, plain);
      part = { part: this.#part, attempt, rows: this.#rows, bytes: plain.length };
      this.#part++;
    }
    const instant = (ms: number | null) => (ms === null ? null : new Date(ms));
    const checkpoint: ExportCheckpoint = {
      nextBefore,
      rowsDone: this.#done,
      rowsGone: this.#gone,
      oldestAt: instant(this.#oldest),
      newestAt: instant(this.#newest),
      part,
    };
    const goesOn = await withCompany(door(this.#place, "web"), this.#place.company.id, (tx) =>
      checkpointExport(tx, this.#job, checkpoint),
    );
    if (!goesOn) throw new ExportStopped();
    this.#texts = [];
    this.#length = 0;
    this.#rows = 0;
    this.#openedAt = performance.now();
  }
}
