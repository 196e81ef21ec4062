import type { KeyObject } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { KnownPosition } from "../source.ts";
import { type FileIdentity, fileIdentity, HEAD_SIZES, headMac, TAIL_BYTES, tailMac } from "./fingerprint.ts";

/** A delivery of this source and how far it is safe. `at` and `base` are places in the file, not in the delivery. */
export interface Delivery {
  readonly id: string;
  readonly base: number;
  at: number;
  identity: FileIdentity | null;
  /** Nothing follows under this delivery: its last line was taken without a line feed. */
  done: boolean;
  /** The file that is read as this delivery now. */
  boundTo: string | null;
}

/** What is known of a source's deliveries, found again by content. */
export interface Deliveries {
  add(delivery: Delivery): void;
  has(id: string): boolean;
  /** Must be called when `identity` changes. */
  moved(delivery: Delivery, identity: FileIdentity): void;
  /** The delivery whose bytes stand at the start of this file; the one that reaches furthest, else the file's own. */
  recognise(handle: FileHandle, inode: string, size: number): Promise<Delivery | null>;
  /** Whether a delivery was last seen in this file: what does not continue it has shrunk or been replaced. */
  lastSeenIn(inode: string): Delivery | null;
}

export function createDeliveries(key: KeyObject, positions: Iterable<KnownPosition>): Deliveries {
  const byId = new Map<string, Delivery>();
  const byHead = new Map<string, Set<Delivery>>();
  const index = (delivery: Delivery) => {
    if (delivery.identity === null) return;
    const name = headName(delivery.identity.head);
    const known = byHead.get(name);
    if (known === undefined) byHead.set(name, new Set([delivery]));
    else known.add(delivery);
  };
  const deliveries: Deliveries = {
    add(delivery) {
      byId.set(delivery.id, delivery);
      index(delivery);
    },
    has: (id) => byId.has(id),
    moved(delivery, identity) {
      const name = headName(delivery.identity?.head ?? null);
      byHead.get(name)?.delete(delivery);
      delivery.identity = identity;
      index(delivery);
    },
    async recognise(handle, inode, size) {
      const candidates = await sameHead(handle, size);
      candidates.sort(
        (a, b) => b.at - a.at || Number(b.identity?.inode === inode) - Number(a.identity?.inode === inode),
      );
      for (const delivery of candidates) {
        const tail = await readAt(handle, Math.max(0, delivery.at - TAIL_BYTES), Math.min(delivery.at, TAIL_BYTES));
        if (tailMac(key, delivery.at, tail) === delivery.identity?.tail) return delivery;
      }
      return null;
    },
    lastSeenIn(inode) {
      for (const delivery of byId.values())
        if (delivery.identity?.inode === inode && delivery.boundTo === null) return delivery;
      return null;
    },
  };
  for (const position of positions) {
    // Of which nothing is safe: the file begins anew, under the same id.
    if (position.position === 0) continue;
    deliveries.add(restored(position));
  }
  return deliveries;

  async function sameHead(handle: FileHandle, size: number): Promise<Delivery[]> {
    const found: Delivery[] = [];
    const fits = (delivery: Delivery) => delivery.at > 0 && delivery.at <= size;
    const head = await readAt(handle, 0, Math.min(size, HEAD_SIZES[0] ?? 0));
    for (const bytes of HEAD_SIZES) {
      if (head.length < bytes) continue;
      const same = byHead.get(headName({ bytes, mac: headMac(key, head.subarray(0, bytes)) }));
      if (same !== undefined) found.push(...[...same].filter(fits));
    }
    found.push(...[...(byHead.get(headName(null)) ?? [])].filter(fits));
    return found;
  }
}

/** Up to `length` bytes from `position`; fewer at the end of the file. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** A checkpoint whose identity cannot be read is never matched: its file is read again, and what is stored is known by itself. */
function restored(position: KnownPosition): Delivery {
  const { success, data: identity } = fileIdentity.safeParse(position.identity);
  if (!success || identity.at !== identity.base + position.position) {
    return { id: position.deliveryId, base: 0, at: 0, identity: null, done: true, boundTo: null };
  }
  return {
    id: position.deliveryId,
    base: identity.base,
    at: identity.at,
    identity,
    done: position.done,
    boundTo: null,
  };
}

function headName(head: FileIdentity["head"]): string {
  return head === null ? "short" : `${head.bytes} ${head.mac}`;
}
