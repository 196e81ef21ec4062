import { AppError } from "../domain/app-error.ts";
import { forgetCaches } from "./company-cache.ts";
import { companyDoor } from "./company-door.ts";
import { companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { companyGone, type Keyring } from "./keyring.ts";
import { isLive, loadSlices, rewrap, type SliceSpec, wrapFreshKey } from "./slice-keys.ts";

/**
 * New slices of a case, with an end of their own: ids in the order of the specs. One that nobody writes to is harmless, so
 * that a killed process may leave it behind.
 */
export async function makeCaseSlices(k: Keyring, companyId: number, specs: readonly SliceSpec[]): Promise<number[]> {
  if (specs.length === 0) return [];
  const ids = (await makeOnce(k, companyId, specs)) ?? (await again(k, companyId, specs));
  if (ids === null) throw companyGone();
  return ids;
}

/** The rules reach these again. To be called before the fence is raised. Answers how many there were. */
export async function releaseCaseSlices(k: Keyring, companyId: number, ids: readonly number[]): Promise<number> {
  const sql = companyDoor(k, companyId, "web", "keeper", "owner");
  const [row] =
    await sql`select keyring.release_case_slices(${companyId}, ${`{${ids.join()}}`}::text::int4[]) as released`;
  forgetCaches(k, companyId);
  return row?.["released"] as number;
}

/**
 * The keys of these slices of cases live until `destroyAt` at least; their day stays, and with it the partition of their rows. What
 * is destroyed or refused does not return.
 */
export async function prolongCaseSlices(
  k: Keyring,
  companyId: number,
  ids: readonly number[],
  destroyAt: Date,
): Promise<void> {
  for (const attempt of ["first", "again"] as const) {
    forgetCaches(k, companyId);
    if (attempt === "again") await reloadCompanyKeys(k, companyId);
    if (await prolongOnce(k, companyId, ids, destroyAt)) return forgetCaches(k, companyId);
  }
  throw companyGone();
}

async function prolongOnce(k: Keyring, companyId: number, ids: readonly number[], destroyAt: Date): Promise<boolean> {
  const loaded = [...(await loadSlices(k, companyId, ids)).values()];
  const slices = loaded.filter((slice) => slice.ofCase && isLive(k, slice) && slice.spec.destroyAt < destroyAt);
  if (slices.length === 0) return true;
  const keys = await companyKeys(k, companyId);
  const wrapped = slices.map((slice) => rewrap(keys, slice, { ...slice.spec, destroyAt }).toString("hex"));
  const [row] = await companyDoor(k, companyId, "web", "owner")`
    select keyring.prolong_case_slices(${companyId}, ${keys.generation}, ${`{${slices.map((slice) => slice.id).join()}}`}::text::int4[],
      ${destroyAt.toISOString()}::text::timestamptz, ${`{${wrapped.join()}}`}::text::text[]) as prolonged`;
  const prolonged = row?.["prolonged"] as number | null | undefined;
  if (typeof prolonged !== "number") return false;
  // Destroyed or prolonged by somebody else between the two questions: the answer would promise what is not there.
  if (prolonged !== slices.length)
    throw new AppError("conflict", "What this case keeps has changed just now. Try again.", { retry: true });
  return true;
}

async function makeOnce(k: Keyring, companyId: number, specs: readonly SliceSpec[]): Promise<number[] | null> {
  if (specs.some((spec) => spec.destroyAt <= k.clock()))
    throw new AppError("expired", "The end of this case has passed; nothing can be kept until then.");
  const keys = await companyKeys(k, companyId);
  const sql = companyDoor(k, companyId, "web", "keeper", "owner");
  const [reserved] = await sql`select keyring.reserve_slices(${companyId}, ${specs.length}) as first`;
  const first = reserved?.["first"] as number | null | undefined;
  if (typeof first !== "number") throw companyGone();
  const ids = specs.map((_, place) => first + place);
  const wrapped = specs.map((spec, place) => wrapFreshKey(keys, companyId, first + place, spec).toString("hex"));
  const [row] = await sql`
    select keyring.add_case_slices(${companyId}, ${keys.generation}, ${`{${ids.join()}}`}::text::int4[],
      ${list(specs, (spec) => spec.product)}::text::int2[], ${list(specs, (spec) => spec.class)}::text::int2[],
      ${list(specs, (spec) => spec.callDay)}::text::date[], ${list(specs, (spec) => spec.expiresOn)}::text::date[],
      ${list(specs, (spec) => spec.destroyAt.toISOString())}::text::timestamptz[], ${`{${wrapped.join()}}`}::text::text[]) as made`;
  return row?.["made"] === true ? ids : null;
}

/** Another generation has begun since the keys were read. */
async function again(k: Keyring, companyId: number, specs: readonly SliceSpec[]): Promise<number[] | null> {
  await reloadCompanyKeys(k, companyId);
  return await makeOnce(k, companyId, specs);
}

function list(specs: readonly SliceSpec[], value: (spec: SliceSpec) => string | number): string {
  return `{${specs.map(value).join()}}`;
}
