import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/** Whether a subject rests in the grace before its erasure: it is there, and nobody reads it. */
export async function isSuspended(k: Keyring, companyId: number, id: Buffer): Promise<boolean> {
  const [row] = await companyDoor(k, companyId, "web", "owner")`
    select keyring.is_suspended(${companyId}, ${id.toString("hex")}::text::uuid) as suspended`;
  return row?.["suspended"] === true;
}
