import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/**
 * The grace before an erasure: nobody finds or reads these subjects, calls go on being stored under them. They stay
 * suspended after `until`, which says when the erasure is due, so that a worker that stands still serves nothing.
 */
export async function suspendSubjects(
  k: Keyring,
  companyId: number,
  ids: readonly Buffer[],
  until: Date,
): Promise<number> {
  return await setSuspension(k, companyId, ids, until.toISOString());
}

/** The erasure was called off: they can be found and read again. Gives how many there still are. */
export async function resumeSubjects(k: Keyring, companyId: number, ids: readonly Buffer[]): Promise<number> {
  return await setSuspension(k, companyId, ids, null);
}

async function setSuspension(
  k: Keyring,
  companyId: number,
  ids: readonly Buffer[],
  until: string | null,
): Promise<number> {
  const literal = `{${ids.map((id) => id.toString("hex")).join()}}`;
  const [row] = await companyDoor(k, companyId, "web", "owner")`
    select keyring.suspend_subjects(${companyId}, ${literal}::text::uuid[], ${until}::text::timestamptz) as touched`;
  return row?.["touched"] as number;
}
