import type { Tx } from "#db/clients.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { undefinedLinePlace } from "../../domain/raw/index.ts";
import {
  ensureSlices,
  liveSlices,
  moveSlices,
  openWithSlice,
  sealWithSlice,
  shredSlices,
  type Slice,
} from "../../keyring/index.ts";
import { moveUndefinedLine, raiseFence, type UndefinedLineRow } from "../../store/index.ts";
import { withCompany } from "#db/with-company.ts";

export type LinesWork = Pick<Installation, "keyring" | "sql" | "clock"> & { readonly company: Company };

export function undefinedSlices({ keyring, company }: LinesWork): Promise<Slice[]> {
  return liveSlices(keyring, company.id, { classes: [DATA_CLASSES.undefined] });
}

/** A second key of the same day. The first one moves to its own end to make room; the fence keeps writers out who have it still. */
export async function secondKey({ keyring, company }: LinesWork, slice: Slice): Promise<Slice> {
  const { product, class: cls, callDay, expiresOn, destroyAt } = slice;
  await moveSlices(keyring, company.id, [{ sliceId: slice.id, expiresOn, destroyAt }]);
  const [fresh] = await ensureSlices(keyring, company.id, [{ product, class: cls, callDay, expiresOn, destroyAt }]);
  if (fresh === undefined || !fresh.live || fresh.id === slice.id) throw new Error("the day needs a second key");
  return fresh;
}

export async function openUndefinedLine(
  { keyring, company }: LinesWork,
  line: UndefinedLineRow,
): Promise<Buffer | null> {
  const place = undefinedLinePlace(company.id, line.id);
  return openWithSlice(keyring, company.id, line.sliceId, place, line.sealed).catch(() => null);
}

export async function sealUnder(
  tx: Tx,
  { keyring, company }: LinesWork,
  fresh: Slice,
  lines: readonly { readonly id: string; readonly bytes: Buffer }[],
): Promise<void> {
  const day = fresh.expiresOn;
  for (const { id, bytes } of lines) {
    const sealed = sealWithSlice(keyring, company.id, fresh.id, undefinedLinePlace(company.id, id), bytes);
    await moveUndefinedLine(tx, company.id, { id, day, newDay: day, newSliceId: fresh.id, sealed });
  }
}

/** Ends keys before their day: what was sealed under them opens in no copy any more. Those that are gone stay gone. */
export async function shredNow(work: LinesWork, sliceIds: readonly number[]): Promise<void> {
  if (sliceIds.length === 0) return;
  const { keyring, company } = work;
  const wanted = new Set(sliceIds);
  const old = (await undefinedSlices(work)).filter((slice) => wanted.has(slice.id));
  const now = work.clock();
  const moves = old.map((slice) => ({ sliceId: slice.id, expiresOn: slice.expiresOn, destroyAt: now }));
  await moveSlices(keyring, company.id, moves);
  await withCompany(door(work, "web"), company.id, (tx) => raiseFence(tx, company.id));
  const due = [...wanted].map((id) => ({ companyId: company.id, id }));
  await shredSlices(keyring, due, now);
}
