import { type CompanyCache, cacheOf } from "./company-cache.ts";
import { companyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import { companyGone, type Keyring } from "./keyring.ts";
import { asSlice, isLive, type LoadedSlice, loadRows, type Slice, type SliceRow } from "./slice-keys.ts";

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
  const sql = companyDoor(k, companyId, "web", "ingest", "keeper", "owner");
  await companyKeys(k, companyId);
  const [row] = await sql`select keyring.slices_version(${companyId}) as version`;
  const version = row?.["version"] as number | null | undefined;
  if (typeof version !== "number") throw companyGone();
  if (cache.liveVersion !== version) {
    // What another batch adds while we ask is not older than the answer, and stays.
    const known = [...cache.slicesById.values()];
    const ask = () =>
      sql<SliceRow[]>`select * from keyring.live_slices(${companyId}, ${k.clock().toISOString()}::text::timestamptz)`;
    cache.live = await loadRows(k, companyId, ask);
    dropOthers(cache, known);
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

/** What was cached but is not among the live ones has ended, or another process destroyed or moved it. */
function dropOthers({ live, slicesById, slicesBySpec }: CompanyCache, known: readonly LoadedSlice[]): void {
  const present = new Set(live);
  const gone = new Set(known.filter((slice) => !present.has(slice)));
  for (const [id, slice] of slicesById) if (gone.has(slice)) slicesById.delete(id);
  for (const [key, slice] of slicesBySpec) if (gone.has(slice)) slicesBySpec.delete(key);
}
