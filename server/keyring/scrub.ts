import { setTimeout as sleep } from "node:timers/promises";
import { companyDoor } from "./company-door.ts";
import { doorOf, type Keyring } from "./keyring.ts";

export interface Scrubbed {
  /** Tables that still hold dead rows, because an older transaction could read them. */
  readonly left: number;
  /** False where the installation does not let us close WAL segments. */
  readonly walCycled: boolean;
}

/**
 * What was deleted leaves the disk: the tables with dead rows are rewritten, and the WAL is cycled twice. `VACUUM` alone
 * leaves the bytes in the free space of the pages. To be called after erasures (`closeIntent` does) and once a sweep.
 */
export async function scrub(k: Keyring): Promise<Scrubbed> {
  const sql = doorOf(k, "keeper", "web", "owner");
  const residues = await sql`select company_id, relation from keyring.residues()`;
  let left = 0;
  for (const residue of residues) {
    if (!(await scrubTable(k, residue["company_id"] as number, residue["relation"] as string))) left++;
  }
  if (residues.length === 0) return { left, walCycled: true };
  let walCycled = true;
  for (let round = 0; round < 2; round++) {
    const [row] = await sql`select keyring.cycle_wal() as cycled`;
    walCycled &&= row?.["cycled"] === true;
  }
  k.log.info("keyring.scrubbed", { tables: residues.length, left, walCycled });
  return { left, walCycled };
}

async function scrubTable(k: Keyring, companyId: number, relation: string): Promise<boolean> {
  const sql = companyDoor(k, companyId, "keeper", "web", "owner");
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [row] = await sql`select keyring.scrub(${companyId}, ${relation}) as done`.catch(busy);
    if (row?.["done"] === true) return true;
    // Transactions of ours end within milliseconds; whoever holds out longer is left to the next scrub.
    await sleep(20 * (attempt + 1));
  }
  return false;
}

/** Somebody kept the table longer than a rewrite waits for it: then later, too. */
function busy(error: unknown): [] {
  if ((error as { code?: string }).code !== "55P03") throw error;
  return [];
}

/** Together about three seconds. */
const ATTEMPTS = 16;
