import { AppError } from "../domain/app-error.ts";
import { forgetCaches } from "./company-cache.ts";
import { companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import { expired, type Keyring } from "./keyring.ts";
import { isLive, type LoadedSlice, loadSlices, rewrap, type SliceSpec } from "./slice-keys.ts";

export interface SliceMove {
  readonly sliceId: number;
  readonly expiresOn: string;
  readonly destroyAt: Date;
}

/**
 * A changed rule reaches the past: the same keys under another end, later or earlier. Rows keep slice id and pseudonyms;
 * whoever calls moves them to the partition of the new day. An earlier end that has passed makes the slice due at once.
 * Throws AppError "expired" for a slice that has ended: what is destroyed cannot return. The fence must be raised after
 * it, so that no process goes on with the old end.
 */
export async function moveSlices(k: Keyring, companyId: number, moves: readonly SliceMove[]): Promise<void> {
  forgetCaches(k, companyId);
  const slices = await loadSlices(
    k,
    companyId,
    moves.map((move) => move.sliceId),
  );
  for (const move of moves) {
    const slice = slices.get(move.sliceId);
    if (slice === undefined || !isLive(k, slice)) throw expired();
    const spec = { ...slice.spec, expiresOn: move.expiresOn, destroyAt: move.destroyAt };
    if (await moveOne(k, slice, spec)) continue;
    await reloadCompanyKeys(k, companyId);
    if (!(await moveOne(k, slice, spec)))
      throw new AppError("conflict", "This slice was destroyed or re-keyed meanwhile; look again.", { retry: true });
  }
  forgetCaches(k, companyId);
}

async function moveOne(k: Keyring, slice: LoadedSlice, spec: SliceSpec): Promise<boolean> {
  const keys = await companyKeys(k, slice.companyId);
  const wrapped = rewrap(keys, slice, spec).toString("hex");
  const [row] = await companyDoor(k, slice.companyId, "keeper", "owner")`
    select keyring.move_slice(${slice.companyId}, ${keys.generation}, ${slice.id}, ${spec.expiresOn}::text::date,
      ${spec.destroyAt.toISOString()}::text::timestamptz, ${wrapped}) as moved`;
  return row?.["moved"] === true;
}
