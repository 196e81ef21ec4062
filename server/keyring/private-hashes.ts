import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/** Whose lists hold which hash. */
export async function readHashes(
  k: Keyring,
  companyId: number,
  ...roles: ("ingest" | "web" | "keeper" | "owner")[]
): Promise<ReadonlyMap<string, readonly number[]>> {
  const sql = companyDoor(k, companyId, ...roles);
  const rows = await sql`
    select replace(hash::text, '-', '') as hash, endpoint_id
    from keyring.private_hashes(${companyId}, ${k.clock().toISOString().slice(0, 10)}::text::date)`;
  const lists = new Map<string, number[]>();
  for (const row of rows) {
    const hash = row["hash"] as string;
    lists.set(hash, [...(lists.get(hash) ?? []), row["endpoint_id"] as number]);
  }
  return lists;
}
