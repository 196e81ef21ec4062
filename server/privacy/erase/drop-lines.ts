import type { Tx } from "#db/clients.ts";
import { door } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { type CutValue, undefinedLinePlace } from "../../domain/raw/index.ts";
import { destroyAt } from "../../domain/retention.ts";
import { addDays } from "../../domain/zoned-time.ts";
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
  ensureDays,
  erasureById,
  moveUndefinedLine,
  raiseFence,
  type UndefinedLineRow,
} from "../../store/index.ts";
import { detailOf, type ErasureWork, inCompany, note } from "./erasure-work.ts";
import { holds } from "./holds.ts";

/**
 * Lines no driver understood hold numbers as they were written. The ones that hold this one are deleted, and so that copies
 * of the data cluster cannot be read either, the key of their day dies: the other lines of the day are sealed anew under a
 * key that ends a day earlier. Answers how many lines went.
 */
export async function dropLines(work: ErasureWork, values: readonly CutValue[]): Promise<number> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.undefined] });
  const keeper = door(work, "keeper");
  await ensureDays(keeper, new Set(slices.map((slice) => addDays(slice.expiresOn, -1))));
  let dropped = 0;
  for (const slice of slices) {
    work.signal?.throwIfAborted();
    dropped += await inCompany(work, (tx) => cleanSlice(tx, work, slice, values));
  }
  await shredOld(work);
  return dropped;
}

async function cleanSlice(tx: Tx, work: ErasureWork, slice: Slice, values: readonly CutValue[]): Promise<number> {
  const kept: { line: UndefinedLineRow; bytes: Buffer }[] = [];
  const gone: { day: string; id: string }[] = [];
  for await (const page of eachUndefinedLine(tx, work.company.id, slice.expiresOn)) {
    for (const line of page.filter((one) => one.sliceId === slice.id)) {
      const bytes = await openLine(work, line);
      if (bytes === null || holds(bytes, values)) gone.push({ day: slice.expiresOn, id: line.id });
      else kept.push({ line, bytes });
    }
  }
  if (gone.length === 0) return 0;
  await raiseFence(tx, work.company.id);
  const dropped = await deleteUndefinedLines(tx, work.company.id, gone);
  const expiresOn = addDays(slice.expiresOn, -1);
  const { product, class: cls, callDay } = slice;
  const spec = { product, class: cls, callDay, expiresOn, destroyAt: destroyAt(expiresOn, work.company.timeZone) };
  const [fresh] = await ensureSlices(work.keyring, work.company.id, [spec]);
  if (fresh === undefined || !fresh.live) {
    // They would have gone tomorrow night; a key that ended today cannot take them.
    await deleteUndefinedLines(
      tx,
      work.company.id,
      kept.map(({ line }) => ({ day: slice.expiresOn, id: line.id })),
    );
  } else {
    for (const { line, bytes } of kept) {
      const sealed = sealWithSlice(
        work.keyring,
        work.company.id,
        fresh.id,
        undefinedLinePlace(work.company.id, line.id),
        bytes,
      );
      await moveUndefinedLine(tx, work.company.id, {
        id: line.id,
        day: slice.expiresOn,
        newDay: expiresOn,
        newSliceId: fresh.id,
        sealed,
      });
    }
  }
  const row = await erasureById(tx, work.company.id, work.erasureId);
  const shred = row === null ? [] : (detailOf(row).shred ?? []);
  await note(tx, work, "cleaning", { detail: { shred: [...new Set([...shred, slice.id])] } });
  return dropped;
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
