import { setTimeout as sleep } from "node:timers/promises";
import { companyDoor } from "./company-door.ts";
import { doorOf, type Keyring } from "./keyring.ts";

export interface Scrubbed {
  /** Tables that still hold dead rows, because an older transaction could read them. */
  readonly left: number;
  /** False where the installation does not let us close WAL segments. */
  readonly walCycled: boolean;
}

/** The scrub that runs now, and the one that waits for its end; by the opened keyring. */
const running = new WeakMap<Keyring, { now: Promise<Scrubbed>; next: Promise<Scrubbed> | null }>();

/**
 * What was deleted leaves the disk: the tables with dead rows are rewritten, and the WAL is cycled twice. `VACUUM` alone
 * leaves the bytes in the free space of the pages. To be called after erasures (`closeIntent` does) and once a sweep. Whoever
 * asks while one runs waits for the next, together with all others: it begins after what they deleted.
 */
export function scrub(k: Keyring): Promise<Scrubbed> {
  const known = running.get(k);
  if (known === undefined) {
    const now = scrubNow(k);
    running.set(k, { now, next: null });
    return now.finally(() => settle(k, now));
  }
  known.next ??= known.now.then(
    () => scrubAfter(k),
    () => scrubAfter(k),
  );
  return known.next;
}

function scrubAfter(k: Keyring): Promise<Scrubbed> {
  const now = scrubNow(k);
  running.set(k, { now, next: null });
  return now.finally(() => settle(k, now));
}

function settle(k: Keyring, ended: Promise<Scrubbed>): void {
  const known = running.get(k);
  if (known?.now === ended && known.next === null) running.delete(k);
}

async function scrubNow(k: Keyring): Promise<Scrubbed> {
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
