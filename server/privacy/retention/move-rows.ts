import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { destroyAt } from "../../domain/retention.ts";
import { liveSlices, moveSlices, type Slice } from "../../keyring/index.ts";
import { noteMoving, raiseFence, readMoving, type SliceMoving } from "../../store/index.ts";
import { carryRows } from "./carry-rows.ts";
import { RULED_CLASSES } from "./rule-changes.ts";

type Work = Installation & { readonly company: Company };

/**
 * Rows go to the partition of the new day; slice, key and pseudonyms stay what they were. Two clusters cannot do it at once: what
 * is on its way is noted with the rows, so that whoever comes after a kill finds them. What came in meanwhile follows, behind a
 * fence raised after the slice.
 */
export async function moveRows(work: Work, slice: Slice, from: string, to: string): Promise<void> {
  const { keyring, company } = work;
  const carryAll = (left: SliceMoving | null) =>
    withCompany(door(work, "web"), company.id, async (tx) => {
      await raiseFence(tx, company.id);
      await carryRows(tx, work, slice, from, to);
      await noteMoving(tx, company.id, left);
    });
  await carryAll({ sliceId: slice.id, from, to });
  if (slice.expiresOn !== to) {
    const at = destroyAt(to, company.timeZone);
    // A rule that is longer than a case moves its rows and does not take back what a renewal has promised.
    const ends = slice.ofCase === true && slice.destroyAt > at ? slice.destroyAt : at;
    await moveSlices(keyring, company.id, [{ sliceId: slice.id, expiresOn: to, destroyAt: ends }]);
  }
  await carryAll(null);
}

/** What a kill left between two days is brought together: until then neither a search nor an erasure would find those rows. */
export async function finishMove(work: Work): Promise<void> {
  const { keyring, company } = work;
  const inCompany = <T>(run: (tx: Tx) => Promise<T>) => withCompany(door(work, "web"), company.id, run);
  const move = await inCompany((tx) => readMoving(tx, company.id));
  if (move === null) return;
  const slices = await liveSlices(keyring, company.id, { classes: RULED_CLASSES });
  const slice = slices.find((one) => one.id === move.sliceId);
  if (slice !== undefined) await moveRows(work, slice, move.from, move.to);
  // Its key has ended meanwhile and opens none of its rows: there is nothing to bring together.
  else await inCompany((tx) => noteMoving(tx, company.id, null));
}
