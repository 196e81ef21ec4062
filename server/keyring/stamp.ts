import type { CompanyKeys } from "./company-keys.ts";
import { corrupt } from "./keyring.ts";
import { open, seal } from "./sealing.ts";

type Purpose = "wrap" | "seal";

/**
 * Sealed under one of a company's keys, with the generation of the keys in front: whoever reads it knows which key it needs,
 * also in the moment in which the keys change.
 */
export function sealStamped(keys: CompanyKeys, purpose: Purpose, aad: string, plain: Buffer): Buffer {
  const stamp = Buffer.allocUnsafe(STAMP);
  stamp.writeInt32BE(keys.generation);
  return Buffer.concat([stamp, seal(keys[purpose], aad, plain)]);
}

/** Throws AppError "corrupt" for anything but what `sealStamped` gave under these keys for this place. */
export function openStamped(keys: CompanyKeys, purpose: Purpose, aad: string, stored: Buffer): Buffer {
  if (generationOf(stored) !== keys.generation) throw corrupt();
  return open(keys[purpose], aad, stored.subarray(STAMP));
}

export function generationOf(stored: Buffer): number {
  if (stored.length < STAMP) throw corrupt();
  return stored.readInt32BE(0);
}

const STAMP = 4;
