import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import type { Slice } from "../../keyring/index.ts";
import { heldOfDays, type PurgedCount } from "../../store/index.ts";

/** How many values stand under each living day key. */
export type HeldBySlice = ReadonlyMap<number, number>;

type Cell = Pick<PurgedCount, "expiresOn" | "product" | "class">;

/**
 * From the counts that are kept by last day, product and class: nothing is scanned. Where several keys share a cell, raw
 * records and lines are counted key by key among the company's own rows of those days; identifiers share one only while a
 * changed rule is still being applied, and are then told as if each key held its part.
 */
export async function heldBySlice(
  tx: Tx,
  companyId: number,
  slices: readonly Slice[],
  stored: readonly PurgedCount[],
): Promise<HeldBySlice> {
  const cells = Map.groupBy(slices, cellOf);
  const shared = slices.filter((slice) => COUNTED.has(slice.class) && (cells.get(cellOf(slice))?.length ?? 0) > 1);
  const days = [...new Set(shared.map((slice) => slice.expiresOn))];
  const counted = new Map((await heldOfDays(tx, companyId, days)).map((row) => [row.sliceId, row.held]));
  const held = new Map<number, number>();
  for (const row of stored) {
    const own = cells.get(cellOf(row)) ?? [];
    if (own.length > 1 && COUNTED.has(row.class)) {
      for (const slice of own) held.set(slice.id, counted.get(slice.id) ?? 0);
    } else {
      for (const [place, slice] of own.entries()) held.set(slice.id, share(row.held, own.length, place));
    }
  }
  return held;
}

const COUNTED: ReadonlySet<number> = new Set([DATA_CLASSES.raw, DATA_CLASSES.undefined]);

function cellOf({ expiresOn, product, class: cls }: Cell): string {
  return `${expiresOn} ${product} ${cls}`;
}

/** Whole values that sum to the whole. */
function share(held: number, among: number, place: number): number {
  return Math.floor(held / among) + (place < held % among ? 1 : 0);
}
