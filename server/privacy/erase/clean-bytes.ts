import type { CutValue } from "../../domain/raw/index.ts";
import type { StoreId } from "../copies/copy-store.ts";
import { dropLines } from "./drop-lines.ts";
import { dropRaw } from "./drop-raw.ts";
import { seenIn } from "./seen-in-bytes.ts";
import { dropExport, exportsAlive, openExportLines } from "../export/export-files.ts";
import { type Deleted, type ErasureWork, inCompany, note } from "./erasure-work.ts";
import { dropHits, dropUnused } from "./drop-traces.ts";
import type { ErasurePlan } from "./plan.ts";

/**
 * What was chosen, read as nothing, or written out: hits in frozen selections go, lines no driver understood that hold the
 * number go, and exports that hold it are destroyed. The inbox empties into these stores first; the watermark keeps the number out of everything else.
 */
export async function cleanBytes(work: ErasureWork, plan: ErasurePlan, before: Date, sofar: Deleted): Promise<Deleted> {
  await dropHits(work);
  if (plan.identifiers.length === 0) return sofar;
  await dropUnused(work, plan);
  const values = plan.identifiers.map(
    ({ class: cls, canonical }): CutValue => ({ role: "calling", class: cls, start: 0, end: 0, canonical }),
  );
  await waitForInbox(work, before);
  const deleted = { ...sofar };
  for (const { counts, drop } of Object.values(CLEANERS)) deleted[counts] += await drop(work, values);
  await inCompany(work, (tx) => note(tx, work, "searching", { detail: { deleted } }));
  return deleted;
}

interface Cleaner {
  /** Where the certificate counts what went. */
  readonly counts: "undefinedLines" | "rawRecords" | "exports";
  readonly drop: (work: ErasureWork, values: readonly CutValue[]) => Promise<number>;
}

/** The stores of the copy register that are read for the digits, in this order: what is undefined may still become raw. */
const CLEANERS: Readonly<Record<Extract<StoreId, "undefined" | "raw" | "exports">, Cleaner>> = {
  undefined: { counts: "undefinedLines", drop: dropLines },
  raw: { counts: "rawRecords", drop: dropRaw },
  exports: { counts: "exports", drop: dropExports },
};

const INBOX_PATIENCE_MS = 30_000;

/** What was received before the erasure is read within seconds; what still waits afterwards stands on the certificate. */
async function waitForInbox(work: ErasureWork, before: Date): Promise<void> {
  const until = Date.now() + INBOX_PATIENCE_MS;
  while ((await work.inbox.count(work.company.id, before)) > 0 && Date.now() < until) {
    work.signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
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
      if (seenIn(Buffer.from(line, "latin1"), values)) return true;
    return false;
  } catch {
    return true;
  }
}
