import { cacheOf } from "./company-cache.ts";
import { companyKeys } from "./company-keys.ts";
import { companyGone, doorOf, type Keyring } from "./keyring.ts";
import { asSlice, isLive, loadRows, type Slice, type SliceRow } from "./slice-keys.ts";

export interface LiveSliceFilter {
  /** Codes of domain/codes.ts. */
  readonly products?: readonly number[];
  readonly classes: readonly number[];
  /** Call days, both included. */
  readonly from?: string;
  readonly to?: string;
}

/**
 * The slices that can be read now, the newest call day first. The list is read once and then only when the company's
 * slices have changed; the clock is asked every time.
 */
export async function liveSlices(k: Keyring, companyId: number, filter: LiveSliceFilter): Promise<Slice[]> {
  const cache = cacheOf(k, companyId);
  const sql = doorOf(k, "web", "ingest", "keeper", "owner");
  await companyKeys(k, companyId);
  const [row] = await sql`select keyring.slices_version(${companyId}) as version`;
  const version = row?.["version"] as number | null | undefined;
  if (typeof version !== "number") throw companyGone();
  if (cache.liveVersion !== version) {
    const rows = await sql<
      SliceRow[]
    >`select * from keyring.live_slices(${companyId}, ${k.clock().toISOString()}::text::timestamptz)`;
    cache.slicesById.clear();
    cache.slicesBySpec.clear();
    cache.live = loadRows(k, companyId, rows);
    cache.liveVersion = version;
  }
  const { products, classes, from, to } = filter;
  const answer: Slice[] = [];
  for (const slice of cache.live) {
    const { spec } = slice;
    if (!classes.includes(spec.class)) continue;
    if (products !== undefined && !products.includes(spec.product)) continue;
    if ((from !== undefined && spec.callDay < from) || (to !== undefined && spec.callDay > to)) continue;
    if (isLive(k, slice)) answer.push(asSlice(k, slice));
  }
  return answer;
}
