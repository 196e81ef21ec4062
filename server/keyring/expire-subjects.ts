import { forgetCaches } from "./company-cache.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { destroyWithLedger } from "./ledger/destroy.ts";

/**
 * Deletes the subjects whose last party has ended: `live_until` is `today` or earlier, in the company's calendar. To be
 * called under the raised fence. Watermarks past their end go too. Gives the number of subjects.
 */
export async function expireSubjects(k: Keyring, companyId: number, today: string): Promise<number> {
  const sql = doorOf(k, "keeper", "owner");
  const [due] = await sql`select keyring.has_expired_subjects(${companyId}, ${today}::text::date) as due`;
  if (due?.["due"] !== true) return 0;
  const count = await destroyWithLedger(k, sql, async (tx) => {
    const [row] = await tx`select keyring.expire_subjects(${companyId}, ${today}::text::date) as gone`;
    return {
      value: row?.["gone"] as number,
      drafts: [{ kind: "expiry" as const, companyId, ids: [] as const, until: today }],
    };
  });
  forgetCaches(k, companyId);
  return count;
}
