import { DATA_CLASSES } from "../../domain/codes.ts";
import { type CutValue, cut, undefinedLinePlace } from "../../domain/raw/index.ts";
import { liveSlices, openWithSlice } from "../../keyring/index.ts";
import { deleteUndefinedLines, eachUndefinedLine } from "../../store/index.ts";
import { dropExport, exportsAlive, openExportLines } from "../export/export-files.ts";
import { type Deleted, type ErasureWork, inCompany, note } from "./erasure-work.ts";
import type { ErasurePlan } from "./plan.ts";

/**
 * What was read as nothing, and what was written out: lines no driver understood that hold the number go, and exports that
 * hold it are destroyed. The inbox empties into these stores first; the watermark keeps the number out of everything else.
 */
export async function cleanBytes(work: ErasureWork, plan: ErasurePlan, before: Date, sofar: Deleted): Promise<Deleted> {
  if (plan.identifiers.length === 0) return sofar;
  const values = plan.identifiers.map(
    ({ class: cls, canonical }): CutValue => ({ role: "calling", class: cls, start: 0, end: 0, canonical }),
  );
  await waitForInbox(work, before);
  const undefinedLines = sofar.undefinedLines + (await dropLines(work, values));
  const exports = sofar.exports + (await dropExports(work, values));
  const deleted = { ...sofar, undefinedLines, exports };
  await inCompany(work, (tx) => note(tx, work, "searching", { detail: { deleted } }));
  return deleted;
}

const INBOX_PATIENCE_MS = 30_000;

/** What was received before the erasure is read within seconds; what still waits afterwards stands on the certificate. */
async function waitForInbox(work: ErasureWork, before: Date): Promise<void> {
  const until = Date.now() + INBOX_PATIENCE_MS;
  while ((await work.inbox.count(work.company.id, before)) > 0 && Date.now() < until) {
    work.signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function dropLines(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.undefined] });
  let dropped = 0;
  for (const day of new Set(slices.map((slice) => slice.expiresOn))) {
    dropped += await inCompany(work, async (tx) => {
      let here = 0;
      for await (const page of eachUndefinedLine(tx, work.company.id, day)) {
        const holding: { day: string; id: string }[] = [];
        for (const line of page) {
          const place = undefinedLinePlace(work.company.id, line.id);
          const bytes = await openWithSlice(work.keyring, work.company.id, line.sliceId, place, line.sealed).catch(
            () => null,
          );
          if (bytes !== null && holds(bytes, values)) holding.push({ day, id: line.id });
        }
        here += await deleteUndefinedLines(tx, work.company.id, holding);
      }
      return here;
    });
    work.signal?.throwIfAborted();
  }
  return dropped;
}

async function dropExports(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  let dropped = 0;
  for (const job of await inCompany(work, (tx) => exportsAlive(tx, work.company.id))) {
    work.signal?.throwIfAborted();
    if (job.state !== "ready" || (await exportHolds(work, job.id, values))) {
      await dropExport(work, job.id, "erased");
      dropped++;
    }
  }
  return dropped;
}

/** An export that cannot be opened cannot be cleared of suspicion: it goes. */
async function exportHolds(work: ErasureWork, exportId: string, values: readonly CutValue[]): Promise<boolean> {
  try {
    for await (const line of openExportLines(work, exportId))
      if (holds(Buffer.from(line, "latin1"), values)) return true;
    return false;
  } catch {
    return true;
  }
}

/** The deleter's own eye: what `cut` would cut out of a raw record. The re-search looks with another. */
function holds(bytes: Buffer, values: readonly CutValue[]): boolean {
  return cut(bytes, values).holes.length > 0;
}
