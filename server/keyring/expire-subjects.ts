import { forgetCaches } from "./company-cache.ts";
import { companyDoor, nameCompany } from "./company-door.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { destroyWithLedger } from "./ledger/destroy.ts";

/**
 * Deletes the subjects whose last party has ended: `live_until` is `today` or earlier, in the company's calendar. To be
 * called under the raised fence. Watermarks past their end go too. Gives the number of subjects.
 */
export async function expireSubjects(k: Keyring, companyId: number, today: string): Promise<number> {
  if (!(await hasExpiredSubjects(k, companyId, today))) return 0;
  const sql = doorOf(k, "keeper", "owner");
  const count = await destroyWithLedger(k, sql, async (tx) => {
    await nameCompany(tx, companyId);
    const [row] = await tx`select keyring.expire_subjects(${companyId}, ${today}::text::date) as gone`;
    return {
      value: row?.["gone"] as number,
      drafts: [{ kind: "expiry" as const, companyId, ids: [] as const, until: today }],
    };
  });
  forgetCaches(k, companyId);
  return count;
}

/** Whether there is anything to forget, so that no fence is raised for nothing. */
export async function hasExpiredSubjects(k: Keyring, companyId: number, today: string): Promise<boolean> {
  const sql = companyDoor(k, companyId, "keeper", "owner");
  const [row] = await sql`select keyring.has_expired_subjects(${companyId}, ${today}::text::date) as due`;
  return row?.["due"] === true;
}
