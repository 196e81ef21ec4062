import type { Tx } from "#db/clients.ts";
import type { CutValue } from "../../domain/raw/index.ts";
import type { Slice } from "../../keyring/index.ts";
import { deleteUndefinedLines, eachUndefinedLine, erasureById, raiseFence } from "../../store/index.ts";
import { detailOf, type ErasureWork, inCompany, note } from "./erasure-work.ts";
import { openUndefinedLine, sealUnder, secondKey, shredNow, undefinedSlices } from "./second-key.ts";
import { seenIn } from "./seen-in-bytes.ts";

/**
 * Lines no driver understood hold numbers as they were written. The ones that hold this one are deleted, and so that copies
 * of the data cluster cannot be read either, the key of their day dies: the other lines of the day are sealed anew under a
 * second key of the same day. Answers how many lines went.
 */
export async function dropLines(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  let dropped = 0;
  for (const slice of await undefinedSlices(work)) {
    work.signal?.throwIfAborted();
    dropped += await inCompany(work, (tx) => cleanSlice(tx, work, slice, values));
  }
  await shredOld(work);
  return dropped;
}

async function cleanSlice(tx: Tx, work: ErasureWork, slice: Slice, values: readonly CutValue[]): Promise<number> {
  if ((await readLines(tx, work, slice, values)).gone.length === 0) return 0;
  const fresh = await secondKey(work, slice);
  await raiseFence(tx, work.company.id);
  const { gone, kept } = await readLines(tx, work, slice, values);
  const dropped = await deleteUndefinedLines(tx, work.company.id, gone);
  await sealUnder(tx, work, fresh, kept);
  const row = await erasureById(tx, work.company.id, work.erasureId);
  const shred = row === null ? [] : (detailOf(row).shred ?? []);
  await note(tx, work, "cleaning", { detail: { shred: [...new Set([...shred, slice.id])] } });
  return dropped;
}

interface Lines {
  readonly gone: { day: string; id: string }[];
  readonly kept: { id: string; bytes: Buffer }[];
}

/** A line that cannot be opened cannot be cleared of suspicion: it goes. */
async function readLines(tx: Tx, work: ErasureWork, slice: Slice, values: readonly CutValue[]): Promise<Lines> {
  const lines: Lines = { gone: [], kept: [] };
  for await (const page of eachUndefinedLine(tx, work.company.id, slice.expiresOn)) {
    for (const line of page.filter((one) => one.sliceId === slice.id)) {
      const bytes = await openUndefinedLine(work, line);
      if (bytes === null || seenIn(bytes, values)) lines.gone.push({ day: slice.expiresOn, id: line.id });
      else lines.kept.push({ id: line.id, bytes });
    }
  }
  return lines;
}

/** Noted with the rows, so that a kill in between leaves no old key alive. */
async function shredOld(work: ErasureWork): Promise<void> {
  const row = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  await shredNow(work, row === null ? [] : (detailOf(row).shred ?? []));
}
