import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { systemAudit } from "../audit/index.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { besideInExport } from "../domain/rights.ts";
import { readSight, type Sight, showValue } from "../domain/sight.ts";
import { destroyBox, liveSlices, makeBox, openPseudonyms } from "../keyring/index.ts";
import { uuidBytes } from "../domain/uuid.ts";
import {
  type ExportRow as ExportJob,
  exportById,
  finishExport,
  LAST_ID,
  readSelection,
  type SelectedHit,
  setExportProgress,
  startExport,
} from "../store/index.ts";
import { exactCsv, spreadsheetCsv } from "./export/csv.ts";
import { exportFile } from "./export/export-files.ts";
import type { ExportRow, ExportWriter } from "./export/export-row.ts";
import { jsonExport } from "./export/json.ts";
import { type ClearHit, type ClearParty, describeHits, readParties } from "./seek/describe-hits.ts";
import { PARTY_CLASSES } from "./seek/probes.ts";
import { sourceNames } from "./seek/source-names.ts";

/**
 * Writes one export: page after page from the frozen selection, sealed under a key of its own as it is written, counted and
 * hashed. What went since the selection was frozen is left out. Repeated after a kill it begins anew.
 */
export async function runExport(
  ctx: Omit<CompanyContext, "actor">,
  exportId: string,
  signal?: AbortSignal,
): Promise<void> {
  const companyId = ctx.company.id;
  const job = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const row = await exportById(tx, companyId, exportId);
    return row !== null && (await startExport(tx, companyId, exportId, ctx.clock())) ? row : null;
  });
  if (job === null || job.selectionId === null) return;
  const file = exportFile(ctx, exportId);
  await destroyBox(ctx.keyring, companyId, exportId);
  const box = await makeBox(ctx.keyring, companyId, exportId, job.expiresAt);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.half`;
  const measured = new Measure();
  try {
    const lines = Readable.from(eachLine(ctx, job, signal), { objectMode: true, highWaterMark: 4 });
    const target = createWriteStream(half, { mode: 0o600 });
    await pipeline(lines, measured, box.sealer(), target, signal === undefined ? {} : { signal });
    await syncFile(half);
    await rename(half, file);
    await finish(ctx, job, measured);
  } catch (error) {
    await rm(half, { force: true });
    await rm(file, { force: true });
    await destroyBox(ctx.keyring, companyId, exportId);
    if (!(error instanceof ExportCancelled)) throw error;
    await withCompany(door(ctx, "web"), companyId, async (tx) => {
      const row = await exportById(tx, companyId, exportId);
      if (row?.state === "running")
        await finishExport(tx, companyId, exportId, { state: "cancelled", at: ctx.clock() });
    });
  }
}

/** Somebody cancelled it, or an erasure took it: no failure. */
class ExportCancelled extends Error {}

const PAGE = 500;

async function* eachLine(
  ctx: Omit<CompanyContext, "actor">,
  job: ExportJob,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const writer = writerOf(ctx, job);
  const sight = readSight(job.options["sight"]);
  const beside = job.options["otherParties"] === "clear" ? sight : besideInExport(sight);
  yield Buffer.from(writer.head());
  let before = LAST_ID;
  for (let done = 0; ; ) {
    signal?.throwIfAborted();
    const page = await readPage(ctx, job, before, done);
    const last = page.rows.at(-1);
    if (last === undefined) break;
    before = last.recordId;
    done += new Set(page.rows.map((row) => row.recordId)).size;
    yield Buffer.from(page.hits.map((hit) => writer.row(rowOf(hit, sight, beside))).join(""));
  }
  yield Buffer.from(writer.tail());
}

/** One page in a transaction of its own: no cursor and no snapshot waits for a slow disk. */
async function readPage(
  ctx: Omit<CompanyContext, "actor">,
  job: ExportJob,
  before: string,
  done: number,
): Promise<{ rows: SelectedHit[]; hits: ClearHit[] }> {
  const companyId = ctx.company.id;
  const slices = await liveSlices(ctx.keyring, companyId, { classes: PARTY_CLASSES });
  const found = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    if (!(await setExportProgress(tx, companyId, job.id, done))) throw new ExportCancelled();
    const rows = await readSelection(tx, companyId, job.selectionId ?? "", { before, limit: PAGE });
    const there = rows.filter((row) => row.stillThere);
    return { rows, there, parties: await readParties(tx, ctx, there, slices), names: await sourceNames(tx, companyId) };
  });
  const people = await chosenSubjects(ctx, found.there);
  return { rows: found.rows, hits: await describeHits(ctx, found.there, found.parties, people, found.names) };
}

/** Whose rows were selected: only these are written as the hit's own number. */
async function chosenSubjects(ctx: Omit<CompanyContext, "actor">, rows: readonly SelectedHit[]) {
  const people = new Map<string, { subjectId: Buffer; class: "phone"; tier: "exact" }>();
  for (const row of rows) {
    const [one] = await openPseudonyms(ctx.keyring, ctx.company.id, row.sliceId, uuidBytes(row.pseudonym));
    if (one?.kind !== "subject") continue;
    const subjectId = Buffer.from(one.id);
    people.set(subjectId.toString("hex"), { subjectId, class: "phone", tier: "exact" });
  }
  return [...people.values()];
}

/** `sight` is what the requester's profile shows in files; `beside` what it shows of the other people of the calls. */
function rowOf(hit: ClearHit, sight: Sight, beside: Sight): ExportRow {
  const show = (party: ClearParty, as: Sight) => showValue(as, party.class, party.canonical, "exact");
  const {
    hitId,
    source,
    date,
    product,
    direction,
    disposition,
    durationSeconds,
    ringSeconds,
    extension,
    queue,
    role,
    erasedOn,
    sourceName,
  } = hit;
  return {
    hitId,
    source,
    date,
    product,
    direction,
    disposition,
    durationSeconds,
    ringSeconds,
    extension: extension === null ? null : showValue(sight, "extension", extension),
    queue,
    role,
    erasedOn,
    sourceName,
    class: hit.class,
    number: show(hit.own, sight),
    otherParties: hit.others.map((party) => ({ role: party.role, class: party.class, number: show(party, beside) })),
  };
}

function writerOf(ctx: Omit<CompanyContext, "actor">, job: ExportJob): ExportWriter {
  const { name, timeZone, language } = ctx.company;
  const about = { company: name, timeZone, language, exportedAt: ctx.clock() };
  if (job.format === "json") return jsonExport(about);
  return job.format === "csv-exact" ? exactCsv() : spreadsheetCsv(about);
}

/** Counts and hashes the plain bytes on their way. */
class Measure extends Transform {
  readonly #hash = createHash("sha256");
  bytes = 0;

  constructor() {
    super({ writableObjectMode: true });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function finish(ctx: Omit<CompanyContext, "actor">, job: ExportJob, measured: Measure): Promise<void> {
  const sha256 = measured.digest();
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    if (!(await setExportProgress(tx, ctx.company.id, job.id, job.rowsTotal))) throw new ExportCancelled();
    await finishExport(tx, ctx.company.id, job.id, {
      state: "ready",
      at: ctx.clock(),
      rowsDone: job.rowsTotal,
      sizeBytes: measured.bytes,
      sha256,
    });
    await systemAudit(ctx, tx, ctx.company.id, {
      action: "data.export.ready",
      detail: { export: job.id, bytes: measured.bytes },
    });
  });
}
