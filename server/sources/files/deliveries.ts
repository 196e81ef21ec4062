import type { KeyObject } from "node:crypto";

import type { KnownPosition } from "../source.ts";
import { FileRefused, type OpenFile } from "./folder.ts";
import type { Delivery } from "./delivery.ts";
import { type ContentIndex, createContentIndex } from "./content-index.ts";
import {
  type FileIdentity,
  fileIdentity,
  HEAD_BYTES,
  HEAD_SIZES,
  headMac,
  SHORTER_SIZES,
  TAIL_BYTES,
  tailMac,
} from "./fingerprint.ts";

/** What is known of a source's deliveries, found again by content. */
export interface Deliveries {
  add(delivery: Delivery): void;
  has(id: string): boolean;
  /** Must be called when `identity` changes. */
  moved(delivery: Delivery, identity: FileIdentity): void;
  recognise(handle: OpenFile, inode: string, size: number): Promise<Recognised>;
  /** Whether a delivery was last seen in this file: what does not continue it has shrunk or been replaced. */
  lastSeenIn(inode: string): Delivery | null;
  /** The delivery that is all of a file with this size and time. */
  allOf(inode: string, size: number, modifiedMs: number): Delivery | null;
  /** Deliveries that this one may go on from: taken with an unfinished end about where it begins. */
  before(delivery: Delivery): Delivery[];
  /** Nothing was ever delivered under it. */
  forget(delivery: Delivery): void;
}

export interface Recognised {
  /** The delivery whose bytes stand at the start of this file; the one that reaches furthest, else the file's own. */
  readonly known: Delivery | null;
  /** One that reaches beyond this file's end begins as it does: a copy of it may be in the making. */
  readonly isLonger: boolean;
}

export function createDeliveries(key: KeyObject, positions: Iterable<KnownPosition>): Deliveries {
  const byId = new Map<string, Delivery>();
  const byContent = createContentIndex();
  const whole = new Map<string, Delivery>();
  const index = (delivery: Delivery) => {
    byContent.add(delivery);
    const { identity } = delivery;
    if (identity?.all !== undefined) whole.set(identity.inode, delivery);
  };
  const deliveries: Deliveries = {
    add(delivery) {
      byId.set(delivery.id, delivery);
      index(delivery);
    },
    has: (id) => byId.has(id),
    moved(delivery, identity) {
      byContent.remove(delivery);
      delivery.identity = identity;
      index(delivery);
    },
    recognise: (handle, inode, size) => recognise(key, byContent, handle, inode, size),
    lastSeenIn(inode) {
      for (const delivery of byId.values())
        if (delivery.identity?.inode === inode && delivery.boundTo === null) return delivery;
      return null;
    },
    allOf(inode, size, modifiedMs) {
      const delivery = whole.get(inode);
      const all = delivery?.identity?.all;
      return delivery !== undefined && all?.size === size && all.modifiedMs === modifiedMs ? delivery : null;
    },
    before: ({ id, base, at }) =>
      [...byId.values()].filter((one) => one.id !== id && one.done && one.at >= base && one.at <= at),
    forget(delivery) {
      if (delivery.identity === null) byId.delete(delivery.id);
    },
  };
  for (const position of positions) {
    // Of which nothing is safe: the file begins anew, under the same id.
    if (position.position === 0) continue;
    deliveries.add(restored(position));
  }
  return deliveries;
}

/** Every fingerprint of the file is made once, however many deliveries begin like it. */
async function recognise(
  key: KeyObject,
  index: ContentIndex,
  handle: OpenFile,
  inode: string,
  size: number,
): Promise<Recognised> {
  const head = await readAt(handle, 0, Math.min(size, HEAD_SIZES[0] ?? 0));
  const sizes = HEAD_SIZES.filter((bytes) => bytes <= head.length);
  const heads = sizes.map((bytes) => ({ bytes, mac: headMac(key, head.subarray(0, bytes)) }));
  const longest = heads.find(({ bytes }) => SHORTER_SIZES.includes(bytes));
  const isLonger =
    heads.some((name) => index.placesOf(name).some((place) => place > size)) ||
    (head.length < HEAD_BYTES && longest !== undefined && index.furthest(longest) > size);
  // From the largest head down: what lies behind a longer head reaches further.
  for (const name of [...heads, null]) {
    for (const at of index.placesOf(name).filter((place) => place <= size)) {
      const bytes = await readAt(handle, Math.max(0, at - TAIL_BYTES), Math.min(at, TAIL_BYTES));
      // It was cut off meanwhile, or is not as long as its server says: what it is can be told later.
      if (bytes.length < Math.min(at, TAIL_BYTES)) throw new FileRefused("shorter than it was said to be");
      const tail = tailMac(key, at, bytes);
      const same = index.find(name, at, tail);
      const known = same.find((delivery) => delivery.identity?.inode === inode) ?? same[0];
      if (known !== undefined) return { known, isLonger };
    }
  }
  return { known: null, isLonger };
}

/** Up to `length` bytes from `position`; fewer at the end of the file. */
export async function readAt(handle: OpenFile, position: number, length: number): Promise<Buffer> {
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
