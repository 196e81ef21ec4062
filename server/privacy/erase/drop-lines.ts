import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { type CutValue, undefinedLinePlace } from "../../domain/raw/index.ts";
import {
  ensureSlices,
  liveSlices,
  moveSlices,
  openWithSlice,
  sealWithSlice,
  shredSlices,
  type Slice,
} from "../../keyring/index.ts";
import {
  deleteUndefinedLines,
  eachUndefinedLine,
  erasureById,
  moveUndefinedLine,
  raiseFence,
  type UndefinedLineRow,
} from "../../store/index.ts";
import { detailOf, type ErasureWork, inCompany, note } from "./erasure-work.ts";
import { seenIn } from "./seen-in-bytes.ts";

/**
 * Lines no driver understood hold numbers as they were written. The ones that hold this one are deleted, and so that copies
 * of the data cluster cannot be read either, the key of their day dies: the other lines of the day are sealed anew under a
 * second key of the same day. Answers how many lines went.
 */
export async function dropLines(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.undefined] });
  let dropped = 0;
  for (const slice of slices) {
    work.signal?.throwIfAborted();
    dropped += await inCompany(work, (tx) => cleanSlice(tx, work, slice, values));
  }
  await shredOld(work);
  return dropped;
}

async function cleanSlice(tx: Tx, work: ErasureWork, slice: Slice, values: readonly CutValue[]): Promise<number> {
  if ((await readLines(tx, work, slice, values)).gone.length === 0) return 0;
  const { product, class: cls, callDay, expiresOn, destroyAt } = slice;
  // Moved to its own end it makes room for a second key of the same day; the fence keeps writers of the old one out.
  await moveSlices(work.keyring, work.company.id, [{ sliceId: slice.id, expiresOn, destroyAt }]);
  const [fresh] = await ensureSlices(work.keyring, work.company.id, [
    { product, class: cls, callDay, expiresOn, destroyAt },
  ]);
  if (fresh === undefined || !fresh.live || fresh.id === slice.id) throw new Error("the day needs a second key");
  await raiseFence(tx, work.company.id);
  const { gone, kept } = await readLines(tx, work, slice, values);
  const dropped = await deleteUndefinedLines(tx, work.company.id, gone);
  for (const { id, bytes } of kept) {
    const sealed = sealWithSlice(
      work.keyring,
      work.company.id,
      fresh.id,
      undefinedLinePlace(work.company.id, id),
      bytes,
    );
    await moveUndefinedLine(tx, work.company.id, {
      id,
      day: expiresOn,
      newDay: expiresOn,
      newSliceId: fresh.id,
      sealed,
    });
  }
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
      const bytes = await openLine(work, line);
      if (bytes === null || seenIn(bytes, values)) lines.gone.push({ day: slice.expiresOn, id: line.id });
      else lines.kept.push({ id: line.id, bytes });
    }
  }
  return lines;
}

async function openLine(work: ErasureWork, line: UndefinedLineRow): Promise<Buffer | null> {
  return openWithSlice(
    work.keyring,
    work.company.id,
    line.sliceId,
    undefinedLinePlace(work.company.id, line.id),
    line.sealed,
  ).catch(() => null);
}

/** Noted with the rows, so that a kill in between leaves no old key alive. */
async function shredOld(work: ErasureWork): Promise<void> {
  const row = await inCompany(work, (tx) => erasureById(tx, work.company.id, work.erasureId));
  const wanted = new Set(row === null ? [] : (detailOf(row).shred ?? []));
  if (wanted.size === 0) return;
  const live = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.undefined] });
  const old = live.filter((slice) => wanted.has(slice.id));
  const now = work.clock();
  await moveSlices(
    work.keyring,
    work.company.id,
    old.map((slice) => ({ sliceId: slice.id, expiresOn: slice.expiresOn, destroyAt: now })),
  );
  await inCompany(work, (tx) => raiseFence(tx, work.company.id));
  const due = [...wanted].map((id) => ({ companyId: work.company.id, id }));
  await shredSlices(work.keyring, due, now);
}
