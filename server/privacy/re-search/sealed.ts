import { zstdDecompressSync } from "node:zlib";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { openBox } from "../../keyring/index.ts";
import { exportsBefore, lookAtLines, lookAtRaw } from "../../store/look.ts";
import { holdsInFiles } from "./export-files.ts";
import { holdsNeedle } from "./needle.ts";
import { daysOf, opened, type Run, reading } from "./run.ts";

/** Raw segments, opened one by one. The place they are sealed to is written out here: a mistake elsewhere is not repeated. */
export async function lookThroughRaw(run: Run): Promise<void> {
  if (run.input.needles.length === 0) return;
  const companyId = run.place.company.id;
  for (const day of (await daysOf(run, [DATA_CLASSES.raw])).days) {
    run.input.signal?.throwIfAborted();
    await reading(run, async (tx) => {
      for await (const page of lookAtRaw(tx, companyId, day)) {
        for (const { id, sliceId, sealed } of page) {
          run.searched.rawSegments++;
          const bytes = await opened(run, sliceId, `data.raw_segment.sealed/${companyId}/${id}`, sealed);
          if (bytes !== null && holdsNeedle(zstdDecompressSync(bytes), run.input.needles)) run.found.rawRecords++;
        }
      }
    });
  }
}

/** Lines no driver understood, and the reasons that stand beside them in clear. */
export async function lookThroughLines(run: Run): Promise<void> {
  const { needles, before } = run.input;
  if (needles.length === 0) return;
  const companyId = run.place.company.id;
  for (const day of (await daysOf(run, [DATA_CLASSES.undefined])).days) {
    run.input.signal?.throwIfAborted();
    await reading(run, async (tx) => {
      for await (const page of lookAtLines(tx, companyId, day)) {
        for (const { id, sliceId, receivedAt, reason, sealed } of page) {
          if (receivedAt >= before) continue;
          run.searched.undefinedLines++;
          const bytes = await opened(run, sliceId, `data.undefined_line.sealed/${companyId}/${id}`, sealed);
          const told = holdsNeedle(Buffer.from(reason), needles);
          if (told || (bytes !== null && holdsNeedle(bytes, needles))) run.found.undefinedLines++;
        }
      }
    });
  }
}

export async function lookThroughInbox(run: Run): Promise<void> {
  if (run.input.needles.length === 0) return;
  for await (const frames of run.input.inbox) {
    run.searched.inboxSegments++;
    if (frames === null) run.searched.unreadable++;
    else if (frames.some((frame) => holdsNeedle(frame, run.input.needles))) run.found.inboxSegments++;
  }
}

/** The key decides, not what the row says about it, and what lies on disk, not what the rows say has been written. */
export async function lookThroughExports(run: Run): Promise<void> {
  const { keyring, company, env } = run.place;
  if (run.input.needles.length === 0) return;
  for (const id of await reading(run, (tx) => exportsBefore(tx, company.id, run.input.before))) {
    const box = await openBox(keyring, company.id, id).catch(() => null);
    if (box === null) continue;
    run.searched.exports++;
    try {
      if (await holdsInFiles(`${env.home}/exports/${id}`, box, run.input.needles)) run.found.exports++;
    } catch {
      run.searched.unreadable++;
    }
  }
}
