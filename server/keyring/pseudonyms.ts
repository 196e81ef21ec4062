import { companyKeys } from "./company-keys.ts";
import type { Keyring } from "./keyring.ts";
import { ciphersOf, isLive, loadedSlice, loadSlices, type Slice, usableSlice } from "./slice-keys.ts";

/** What a pseudonym opens to. Not the zeros of a subject id: corrupt, which is another thing than erased. */
export type Opened =
  | { readonly kind: "subject"; readonly id: Buffer }
  | { readonly kind: "corrupt" }
  | { readonly kind: "expired" };

/**
 * The pseudonyms of subject ids (16 bytes each, packed) under one slice, in their order. Throws AppError "expired" when
 * the slice has ended.
 */
export async function pseudonymise(
  k: Keyring,
  companyId: number,
  slice: Pick<Slice, "id"> | number,
  ids: Buffer,
): Promise<Buffer> {
  if (ids.length % 16 !== 0) throw new RangeError("subject ids have 16 bytes each");
  const loaded = await usableSlice(k, companyId, typeof slice === "number" ? slice : slice.id);
  return ciphersOf(loaded).encipher.update(ids);
}

/** One subject under many slices: 16 bytes a slice, in their order. For slices from `liveSlices` of this moment. */
export async function pseudonymsAcross(
  k: Keyring,
  companyId: number,
  slices: readonly Pick<Slice, "id">[],
  id: Buffer,
): Promise<Buffer> {
  if (id.length !== 16) throw new RangeError("a subject id has 16 bytes");
  await companyKeys(k, companyId);
  const packed = Buffer.allocUnsafe(slices.length * 16);
  for (const [place, slice] of slices.entries())
    ciphersOf(loadedSlice(k, companyId, slice.id))
      .encipher.update(id)
      .copy(packed, place * 16);
  return packed;
}

/** Opens packed pseudonyms of one slice. An ended slice gives "expired" for all of them, it does not throw. */
export async function openPseudonyms(
  k: Keyring,
  companyId: number,
  sliceId: number,
  pseudonyms: Buffer,
): Promise<Opened[]> {
  if (pseudonyms.length % 16 !== 0) throw new RangeError("pseudonyms have 16 bytes each");
  const slice = (await loadSlices(k, companyId, [sliceId])).get(sliceId);
  const opened: Opened[] = [];
  const readable = slice !== undefined && isLive(k, slice);
  const ids = readable ? ciphersOf(slice).decipher.update(pseudonyms) : pseudonyms;
  for (let at = 0; at < pseudonyms.length; at += 16) {
    if (!readable) opened.push(EXPIRED);
    else if (ids.readUInt32BE(at + 12) !== 0) opened.push(CORRUPT);
    else opened.push({ kind: "subject", id: ids.subarray(at, at + 16) });
  }
  return opened;
}

const EXPIRED: Opened = { kind: "expired" };
const CORRUPT: Opened = { kind: "corrupt" };
