import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";

/** Whose accounts, sessions and companies a transaction may touch: an actor fits. */
export interface Reach {
  /** null for all companies, or all of the reseller. */
  readonly companyId: number | null;
  /** null where no reseller narrows it. */
  readonly resellerId: number | null;
}

/**
 * One transaction within a reach. The database's functions about accounts, sessions and companies refuse what lies beyond it, and
 * everything where none is named; tables with a company_id show the company's rows, or the installation's own.
 */
export async function withReach<T>(sql: Sql, reach: Reach, work: (tx: Tx) => Promise<T>): Promise<T> {
  const company = idOf(reach.companyId, 0);
  const reseller = idOf(reach.resellerId, "");
  return transaction(sql, async (tx) => {
    const named = tx
      .unsafe(`set local app.company_id = '${company}'; set local app.reseller_id = '${reseller}'`)
      .execute();
    named.catch(() => undefined);
    const value = await work(tx);
    await named;
    return value;
  });
}

/** Of the whole installation: setting it up, the operator at the machine. */
export const EVERYWHERE: Reach = { companyId: null, resellerId: null };

function idOf(id: number | null, none: number | string): string {
  if (id === null) return String(none);
  if (!Number.isInteger(id) || id < 1) throw new Error("an id of a company or reseller is a positive integer");
  return String(id);
}
