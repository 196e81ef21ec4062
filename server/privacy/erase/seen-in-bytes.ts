import { type CutValue, cut } from "../../domain/raw/index.ts";

/** The deleter's own eye: whether `cut` would cut one of the values out of a raw record. The re-search looks with another. */
export function seenIn(bytes: Uint8Array, values: readonly CutValue[]): boolean {
  return cut(bytes, values).holes.length > 0;
}
