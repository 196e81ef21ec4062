import type { Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { doorOf, type Keyring, type KeyringDoors } from "./keyring.ts";

/** One question about one company, asked as `sql` asks it. */
export type CompanyDoor = <T extends readonly object[] = Record<string, unknown>[]>(
  question: TemplateStringsArray,
  ...values: readonly (string | number | boolean | null)[]
) => Promise<T>;

/**
 * The first of the named doors, for one company: each question is a transaction that names the company first. The keyring's
 * functions answer nothing where none is named, nor about another one than is named.
 */
export function companyDoor(k: Keyring, companyId: number, ...roles: (keyof KeyringDoors)[]): CompanyDoor {
  const sql = doorOf(k, ...roles);
  return async <T extends readonly object[]>(
    question: TemplateStringsArray,
    ...values: readonly (string | number | boolean | null)[]
  ) =>
    await transaction(sql, async (tx) => {
      // Sent without waiting for the answer: statements of a transaction are answered in order.
      const named = nameCompany(tx, companyId);
      named.catch(() => undefined);
      const rows = await tx(question, ...values);
      await named;
      return rows as unknown as T;
    });
}

/** For a transaction that is open already, before its first question about the company. Only a replay names several. */
export async function nameCompany(tx: Tx, companyId: number): Promise<void> {
  if (!Number.isInteger(companyId) || companyId < 0) throw new Error("a company id is a whole number");
  await tx.unsafe(`set local app.company_id = '${companyId}'`).execute();
}
