import { createHmac, type KeyObject } from "node:crypto";
import { z } from "zod";
import { uuidText } from "../../domain/uuid.ts";

/**
 * What a delivery is recognised by after a restart, a rotation or on another collector: keyed fingerprints of its first
 * bytes and of those before the position. The content decides, not the name; without the key they tell nothing.
 */
export const fileIdentity = z.object({
  v: z.literal(1),
  inode: z.string(),
  /** Where position 0 of the delivery lies in the file. */
  base: z.int(),
  /** Position in the file that the rest of the identity describes. */
  at: z.int().positive(),
  head: z.object({ bytes: z.int().positive(), mac: z.string() }).nullable(),
  /** With the largest head, those of SHORTER_SIZES too: a copy in the making is no longer than one of them. */
  shorter: z.array(z.string()).optional(),
  tail: z.string(),
  /** Where a last line began that was taken without its line feed; null while every line was whole. */
  unfinished: z.int().nonnegative().nullable(),
  /** Size and time of a file of another machine when all of it had been read: unchanged, it need not be opened again. */
  all: z.object({ size: z.int().positive(), modifiedMs: z.number() }).optional(),
});

export type FileIdentity = z.infer<typeof fileIdentity>;

export const HEAD_BYTES = 4096;
export const TAIL_BYTES = 1024;

/** The sizes a head may have: it grows with the file until it says enough. */
export const HEAD_SIZES: readonly number[] = [4096, 2048, 1024, 512, 256, 128, 64];

/** Few, since they are kept of very many files. */
export const SHORTER_SIZES: readonly number[] = [1024, 256, 64];

/** The largest head that lies before a position, or 0. */
export function headSize(at: number): number {
  return HEAD_SIZES.find((size) => size <= at) ?? 0;
}

export function headMac(key: KeyObject, head: Uint8Array): string {
  return mac(key, "head", head).toString("base64url");
}

/** `tail`: the up to TAIL_BYTES bytes before the position. */
export function tailMac(key: KeyObject, at: number, tail: Uint8Array): string {
  return mac(key, `tail ${at}`, tail).toString("base64url");
}

/** What stands for a file's number where there is none: its name, that nobody can read out of it. */
export function nameMac(key: KeyObject, name: string): string {
  return mac(key, "name", Buffer.from(name)).toString("base64url");
}

/** The same file gets the same id from every collector that has the key: nobody has to agree on one. */
export function deliveryIdOf(key: KeyObject, inode: string, first: Uint8Array, salt: number): string {
  const bytes = mac(key, `delivery ${inode} ${salt}`, first);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return uuidText(bytes);
}

function mac(key: KeyObject, purpose: string, bytes: Uint8Array): Buffer {
  return createHmac("sha256", key).update(`shared-file ${purpose}\n`).update(bytes).digest().subarray(0, 16);
}
