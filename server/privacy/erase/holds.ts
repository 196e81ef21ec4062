import { type CutValue, cut } from "../../domain/raw/index.ts";

/** The deleter's own eye: what `cut` would cut out of a raw record. The re-search looks with another. */
export function holds(bytes: Uint8Array, values: readonly CutValue[]): boolean {
  return cut(bytes, values).holes.length > 0;
}
