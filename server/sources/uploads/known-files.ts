import { createHash, createHmac, type KeyObject } from "node:crypto";
import { z } from "zod";
import { HEAD_BYTES, HEAD_SIZES, headMac, headSize } from "../files/fingerprint.ts";
import type { KnownPosition } from "../source.ts";

/** A file that was stored, by its content: a keyed fingerprint of all of it tells nothing without the key. */
export interface KnownFile {
  readonly deliveryId: string;
  /** Where position 0 of the delivery lies in the file. */
  readonly base: number;
  /** How far the delivery is, counted in the delivery. */
  readonly position: number;
  readonly identity: UploadIdentity;
  /** Its last record was taken without its end: nothing follows under this delivery. */
  readonly done: boolean;
}

const uploadIdentity = z.object({
  v: z.literal(1),
  upload: z.literal(true),
  base: z.int().nonnegative(),
  /** How long the file was. */
  size: z.int().positive(),
  /** Of its first bytes, so that few of all known files are thought of. */
  head: z.string(),
  all: z.string(),
});

export type UploadIdentity = z.infer<typeof uploadIdentity>;

/** What is recognised when it is sent again, whole or with more at its end, whatever its name. */
export interface KnownFiles {
  add(file: KnownFile): void;
  /** How far the delivery is now. */
  positionOf(deliveryId: string): number | null;
  /** Lengths of the files that begin so, in ascending order; of very many those that were stored last. */
  sizesOf(head: string): number[];
  find(head: string, size: number, all: string): KnownFile | null;
}

/** What is forgotten and sent again costs time: its records are known one by one. */
const MOST_KNOWN = 100_000;
/** So many of one head a longer file may go on with; one that is sent again as it was is known however many there are. */
const MOST_SIZES = 100;

export function createKnownFiles(positions: Iterable<KnownPosition>): KnownFiles {
  const byDelivery = new Map<string, KnownFile>();
  const byHead = new Map<string, Map<number, Map<string, KnownFile>>>();
  const forget = ({ deliveryId, identity: { head, size, all } }: KnownFile) => {
    byDelivery.delete(deliveryId);
    const sizes = byHead.get(head);
    const same = sizes?.get(size);
    same?.delete(all);
    if (same?.size === 0) sizes?.delete(size);
    if (sizes?.size === 0) byHead.delete(head);
  };
  const files: KnownFiles = {
    add(file) {
      const before = byDelivery.get(file.deliveryId);
      if (before !== undefined) forget(before);
      byDelivery.set(file.deliveryId, file);
      const [oldest] = byDelivery.values();
      if (byDelivery.size > MOST_KNOWN && oldest !== undefined) forget(oldest);
      const { head, size, all } = file.identity;
      const sizes = byHead.get(head) ?? new Map<number, Map<string, KnownFile>>();
      const same = sizes.get(size) ?? new Map<string, KnownFile>();
      sizes.delete(size);
      byHead.set(head, sizes.set(size, same.set(all, file)));
    },
    positionOf: (deliveryId) => byDelivery.get(deliveryId)?.position ?? null,
    sizesOf: (head) => [...(byHead.get(head)?.keys() ?? [])].slice(-MOST_SIZES).sort((a, b) => a - b),
    find: (head, size, all) => byHead.get(head)?.get(size)?.get(all) ?? null,
  };
  // What began first is forgotten first, in whatever order they are told.
  const inOrder = [...positions].sort((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
  for (const { deliveryId, position, identity, done } of inOrder) {
    const read = uploadIdentity.safeParse(identity);
    if (read.success) files.add({ deliveryId, base: read.data.base, position, identity: read.data, done });
  }
  return files;
}

/** Looks at a file as it comes, and tells where one that is known ends in it. */
export interface Recogniser {
  /** The next length of the file at which there is something to look for. */
  next(): number;
  push(piece: Uint8Array): void;
  /** The known file that all bytes so far are. */
  look(): KnownFile | null;
  identity(base: number): UploadIdentity;
}

export function createRecogniser(key: KeyObject, known: KnownFiles): Recogniser {
  const hash = createHash("sha256");
  const start = Buffer.alloc(HEAD_BYTES);
  let length = 0;
  let places = known.sizesOf(headOf(key, start, 0));
  let passed = 0;
  const stops = [...HEAD_SIZES].reverse();
  const fingerprint = () => {
    const all = createHmac("sha256", key).update("upload\n").update(hash.copy().digest()).digest("base64url");
    return { head: headOf(key, start, length), all };
  };
  return {
    next() {
      const stop = stops.find((one) => one > length) ?? Number.POSITIVE_INFINITY;
      while ((places[passed] ?? Number.POSITIVE_INFINITY) <= length) passed++;
      return Math.min(stop, places[passed] ?? Number.POSITIVE_INFINITY);
    },
    push(piece) {
      if (length < HEAD_BYTES) start.set(piece.subarray(0, HEAD_BYTES - length), length);
      hash.update(piece);
      length += piece.byteLength;
      if (stops.includes(length)) [places, passed] = [known.sizesOf(headOf(key, start, length)), 0];
    },
    look() {
      if (length === 0) return null;
      const { head, all } = fingerprint();
      return known.find(head, length, all);
    },
    identity: (base) => ({ v: 1, upload: true, base, size: length, ...fingerprint() }),
  };
}

/** Of the first bytes as far as they say enough; lengths between two steps share the shorter one. */
function headOf(key: KeyObject, start: Buffer, length: number): string {
  const bytes = headSize(length);
  return bytes === 0 ? "short" : `${bytes} ${headMac(key, start.subarray(0, bytes))}`;
}
