import { type CompanyCache, cacheOf, MOST_SLICES, remember } from "./company-cache.ts";
import { companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import { companyGone, type Keyring } from "./keyring.ts";
import {
  asSlice,
  type LoadedSlice,
  loadRows,
  type Slice,
  type SliceRow,
  type SliceSpec,
  specKey,
  wrapFreshKey,
} from "./slice-keys.ts";

/**
 * The slices for these specs, in their order, made where they are missing. A spec whose end has come gives `live: false`
 * and is not made; a destroyed slice stays destroyed. A slice that exists keeps its own `destroyAt`.
 */
export async function ensureSlices(k: Keyring, companyId: number, specs: readonly SliceSpec[]): Promise<Slice[]> {
  const cache = cacheOf(k, companyId);
  await companyKeys(k, companyId);
  const missing = new Map<string, SliceSpec>();
  for (const spec of specs) {
    const key = specKey(spec);
    if (!cache.slicesBySpec.has(key)) missing.set(key, spec);
  }
  if (missing.size > 0) await fetchOrMake(k, companyId, cache, missing);
  return specs.map((spec) => {
    const slice = cache.slicesBySpec.get(specKey(spec));
    return slice === undefined ? { ...spec, id: 0, live: false } : asSlice(k, slice);
  });
}

async function fetchOrMake(
  k: Keyring,
  companyId: number,
  cache: CompanyCache,
  missing: Map<string, SliceSpec>,
): Promise<void> {
  const sql = companyDoor(k, companyId, "ingest", "keeper", "web", "owner");
  const wanted = [...missing.values()];
  const find = () => sql<SliceRow[]>`
    select * from keyring.find_slices(${companyId}, ${products(wanted)}::text::int2[], ${classes(wanted)}::text::int2[],
      ${callDays(wanted)}::text::date[], ${ends(wanted)}::text::date[])`;
  keep(cache, missing, await loadRows(k, companyId, find));
  const now = k.clock().getTime();
  const fresh = [...missing.values()].filter((spec) => spec.destroyAt.getTime() > now);
  if (fresh.length === 0) return;
  keep(cache, missing, await loadRows(k, companyId, () => make(k, companyId, fresh)));
  if (fresh.some((spec) => missing.has(specKey(spec)))) {
    // Another generation has begun since the keys were read.
    await reloadCompanyKeys(k, companyId);
    keep(cache, missing, await loadRows(k, companyId, () => make(k, companyId, fresh)));
    if (fresh.some((spec) => missing.has(specKey(spec)))) throw companyGone();
  }
}

async function make(k: Keyring, companyId: number, specs: readonly SliceSpec[]): Promise<SliceRow[]> {
  const sql = companyDoor(k, companyId, "ingest", "keeper", "web", "owner");
  const keys = await companyKeys(k, companyId);
  const [reserved] = await sql`select keyring.reserve_slices(${companyId}, ${specs.length}) as first`;
  const first = reserved?.["first"] as number | null | undefined;
  if (typeof first !== "number") throw companyGone();
  const ids = specs.map((_, place) => first + place);
  const wrapped = specs.map((spec, place) => wrapFreshKey(keys, companyId, first + place, spec).toString("hex"));
  return await sql<SliceRow[]>`
    select * from keyring.add_slices(${companyId}, ${keys.generation}, ${`{${ids.join()}}`}::text::int4[],
      ${products(specs)}::text::int2[], ${classes(specs)}::text::int2[], ${callDays(specs)}::text::date[], ${ends(specs)}::text::date[],
      ${`{${specs.map((spec) => spec.destroyAt.toISOString()).join()}}`}::text::timestamptz[], ${`{${wrapped.join()}}`}::text::text[])`;
}

function keep(cache: CompanyCache, missing: Map<string, SliceSpec>, slices: readonly LoadedSlice[]): void {
  for (const slice of slices) {
    const key = specKey(slice.spec);
    missing.delete(key);
    remember(cache.slicesBySpec, key, slice, MOST_SLICES);
  }
}

function products(specs: readonly SliceSpec[]): string {
  return `{${specs.map((spec) => spec.product).join()}}`;
}

function classes(specs: readonly SliceSpec[]): string {
  return `{${specs.map((spec) => spec.class).join()}}`;
}

function callDays(specs: readonly SliceSpec[]): string {
  return `{${specs.map((spec) => spec.callDay).join()}}`;
}

function ends(specs: readonly SliceSpec[]): string {
  return `{${specs.map((spec) => spec.expiresOn).join()}}`;
}
