import type { Delivery } from "./delivery.ts";
import { type FileIdentity, SHORTER_SIZES } from "./fingerprint.ts";

/** Deliveries by what they are recognised by: head, place, and the fingerprint of the bytes before the place. */
export interface ContentIndex {
  add(delivery: Delivery): void;
  remove(delivery: Delivery): void;
  /** Places at which deliveries with this head stand, the furthest first. */
  placesOf(head: FileIdentity["head"]): number[];
  /** The furthest place of a delivery with the largest head that begins with this one, of SHORTER_SIZES. */
  furthest(head: NonNullable<FileIdentity["head"]>): number;
  find(head: FileIdentity["head"], at: number, tail: string): Delivery[];
}

export function createContentIndex(): ContentIndex {
  const heads = new Map<string, Map<number, Map<string, Set<Delivery>>>>();
  /** A delivery only ever goes on: what was left is further now. */
  const furthest = new Map<string, number>();
  return {
    add(delivery) {
      const { identity } = delivery;
      if (identity === null) return;
      const places = entry(heads, nameOf(identity.head), () => new Map<number, Map<string, Set<Delivery>>>());
      const tails = entry(places, identity.at, () => new Map<string, Set<Delivery>>());
      entry(tails, identity.tail, () => new Set<Delivery>()).add(delivery);
      for (const [i, mac] of (identity.shorter ?? []).entries()) {
        const name = nameOf({ bytes: SHORTER_SIZES[i] ?? 0, mac });
        furthest.set(name, Math.max(identity.at, furthest.get(name) ?? 0));
      }
    },
    remove(delivery) {
      const { identity } = delivery;
      if (identity === null) return;
      const places = heads.get(nameOf(identity.head));
      const tails = places?.get(identity.at);
      const same = tails?.get(identity.tail);
      same?.delete(delivery);
      if (same?.size === 0) tails?.delete(identity.tail);
      if (tails?.size === 0) places?.delete(identity.at);
    },
    placesOf: (head) => [...(heads.get(nameOf(head))?.keys() ?? [])].sort((a, b) => b - a),
    furthest: (head) => furthest.get(nameOf(head)) ?? 0,
    find: (head, at, tail) => [...(heads.get(nameOf(head))?.get(at)?.get(tail) ?? [])],
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function nameOf(head: FileIdentity["head"]): string {
  return head === null ? "short" : `${head.bytes} ${head.mac}`;
}
