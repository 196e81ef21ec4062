import { randomUUID } from "node:crypto";
import { cacheOf } from "./company-cache.ts";
import { companyKeys, underPresentKeys } from "./company-keys.ts";
import { withGeneration } from "./find-subjects.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { lookupOf, privateNumberPlace } from "./lookups.ts";
import { readHashes } from "./private-hashes.ts";
import { openStamped, sealStamped } from "./stamp.ts";
import { loadWatermarks } from "./watermarks.ts";

/** Whose list a number stands on: 0 is the company's, any other the id of an extension. */
export const WHOLE_COMPANY = 0;
/** So many numbers a company may list: all of them are held in memory where calls are read. */
export const MOST_PRIVATE_NUMBERS = 5_000;

export interface PrivateNumber {
  readonly id: string;
  readonly endpointId: number;
  readonly addedOn: string;
  /** The first day on which it stands on no list any more. */
  readonly until: string;
  readonly canonical: string;
}

/** Puts a number on a list; one that stands there already gets the new end. */
export async function addPrivateNumber(
  k: Keyring,
  companyId: number,
  listed: { readonly canonical: string; readonly endpointId: number; readonly addedOn: string; readonly until: string },
): Promise<"added" | "there" | "full"> {
  const { canonical, endpointId, addedOn, until } = listed;
  const sql = companyDoor(k, companyId, "web", "owner");
  return await withGeneration(k, companyId, async () => {
    const keys = await companyKeys(k, companyId);
    const id = randomUUID();
    const sealed = sealStamped(keys, "seal", privateNumberPlace(companyId, id), Buffer.from(canonical)).toString("hex");
    const [row] = await sql`
      select keyring.add_private_number(${companyId}, ${keys.generation}, ${id}::text::uuid, ${endpointId},
        ${lookupOf(keys.watermark, PHONE, canonical)}::text::uuid, ${sealed}, ${addedOn}::text::date, ${until}::text::date,
        ${MOST_PRIVATE_NUMBERS}) as done`;
    return row?.["done"] as "added" | "there" | "full";
  });
}

/** A page of all lists, opened; with `only` the one entry. Throws AppError "corrupt". */
export async function readPrivateNumbers(
  k: Keyring,
  companyId: number,
  { after = FIRST, limit = 100, only }: { readonly after?: string; readonly limit?: number; readonly only?: string },
): Promise<{ readonly numbers: readonly PrivateNumber[]; readonly total: number }> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const ask = () =>
    sql`select id, endpoint_id, added_on::text as added_on, until::text as until, sealed, total
      from keyring.private_numbers(${companyId}, ${after}::text::uuid, ${limit}, ${only ?? null}::text::uuid)`;
  const { rows, keys } = await underPresentKeys(k, companyId, ask, (found) =>
    found.map((row) => row["sealed"] as Buffer),
  );
  const numbers = rows.map((row) => {
    const id = row["id"] as string;
    const place = privateNumberPlace(companyId, id);
    return {
      id,
      endpointId: row["endpoint_id"] as number,
      addedOn: row["added_on"] as string,
      until: row["until"] as string,
      canonical: openStamped(keys, "seal", place, row["sealed"] as Buffer).toString(),
    };
  });
  return { numbers, total: Number(rows[0]?.["total"] ?? 0) };
}

/** Takes entries off by their id, and whatever stands for these numbers. Answers how many went. */
export async function dropPrivateNumbers(
  k: Keyring,
  companyId: number,
  { ids = [], canonicals = [] }: { readonly ids?: readonly string[]; readonly canonicals?: readonly string[] },
): Promise<number> {
  const { watermark } = await companyKeys(k, companyId);
  const hashes = canonicals.map((canonical) => lookupOf(watermark, PHONE, canonical));
  const sql = companyDoor(k, companyId, "web", "owner");
  const [row] =
    await sql`select keyring.drop_private_numbers(${companyId}, ${`{${ids.join()}}`}::text::uuid[], ${`{${hashes.join()}}`}::text::uuid[]) as gone`;
  return Number(row?.["gone"] ?? 0);
}

/** On whose lists each of these numbers stands, in their order: ids of extensions, 0 for the company's own. */
export async function listsOf(
  k: Keyring,
  companyId: number,
  canonicals: readonly string[],
): Promise<readonly (readonly number[])[]> {
  const lists = await readHashes(k, companyId, "web", "owner");
  if (lists.size === 0) return canonicals.map(() => []);
  const { watermark } = await companyKeys(k, companyId);
  return canonicals.map((canonical) => lists.get(lookupOf(watermark, PHONE, canonical)) ?? []);
}

/**
 * The same for numbers of a batch that is being read, from what this process remembers: the lists are loaded with the watermarks
 * and a change of them is noticed like a change of those. Null where the company lists nothing, at no cost.
 */
export async function privateLists(k: Keyring, companyId: number): Promise<PrivateLists | null> {
  if (cacheOf(k, companyId).watermarks === undefined) await loadWatermarks(k, companyId);
  const lists = cacheOf(k, companyId).privateLists;
  if (lists.size === 0) return null;
  const { watermark } = await companyKeys(k, companyId);
  const known = new Map<string, readonly number[]>();
  return (canonical) => {
    let found = known.get(canonical);
    if (found === undefined) {
      found = lists.get(lookupOf(watermark, PHONE, canonical)) ?? NOBODYS;
      known.set(canonical, found);
    }
    return found;
  };
}

/** On whose lists a number stands. */
export type PrivateLists = (canonical: string) => readonly number[];

const FIRST = "00000000-0000-0000-0000-000000000000";
const NOBODYS: readonly number[] = [];
const PHONE = 1;
