import type { Keyring } from "./keyring.ts";
import { open, seal } from "./sealing.ts";
import { ciphersOf, loadedSlice, usableSlice } from "./slice-keys.ts";

/**
 * Seals under the seal key of a slice that `ensureSlices` gave. `aad` names table, column and row; company and slice are
 * added here. Throws AppError "expired".
 */
export function sealWithSlice(k: Keyring, companyId: number, sliceId: number, aad: string, plain: Uint8Array): Buffer {
  const slice = loadedSlice(k, companyId, sliceId);
  return seal(
    ciphersOf(slice).seal,
    placeOf(companyId, sliceId, aad),
    Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength),
  );
}

/** Throws AppError "expired" when the slice has ended, "corrupt" when this is not what was sealed for this place. */
export async function openWithSlice(
  k: Keyring,
  companyId: number,
  sliceId: number,
  aad: string,
  sealed: Buffer,
): Promise<Buffer> {
  const slice = await usableSlice(k, companyId, sliceId);
  return open(ciphersOf(slice).seal, placeOf(companyId, sliceId, aad), sealed);
}

function placeOf(companyId: number, sliceId: number, aad: string): string {
  return `row/${companyId}/${sliceId}/${aad}`;
}
