import type { Tx } from "#db/clients.ts";
import { doorOf, type Keyring, type KeyringDoors } from "./keyring.ts";

/** One question about one company, asked as `sql` asks it. */
export type CompanyDoor = <T extends readonly object[] = Record<string, unknown>[]>(
  question: TemplateStringsArray,
  ...values: readonly (string | number | boolean | null)[]
) => Promise<T>;

/**
 * The first of the named doors, for one company: each question names the company first, in its own statement, since a transaction
 * of three statements takes four times as long. The keyring's functions answer nothing where none is named, nor about another one
 * than is named. A question is one `select`.
 */
export function companyDoor(k: Keyring, companyId: number, ...roles: (keyof KeyringDoors)[]): CompanyDoor {
  const sql = doorOf(k, ...roles);
  const company = nameOf(companyId);
  return async <T extends readonly object[]>(
    question: TemplateStringsArray,
    ...values: readonly (string | number | boolean | null)[]
  ) => {
    // The question refers to the name, so that it cannot be asked before; `offset 0` keeps a planner from joining the two.
    const rows = await sql`
      select asked.* from (select set_config('app.company_id', ${company}, true) as company offset 0) named
      cross join lateral (select q.* from (${sql(question, ...values)}) q where named.company is not null offset 0) asked`;
    return rows as unknown as T;
  };
}

/** For a transaction that is open already, before its first question about the company. Only a replay names several. */
export async function nameCompany(tx: Tx, companyId: number): Promise<void> {
  await tx.unsafe(`set local app.company_id = '${nameOf(companyId)}'`).execute();
}

function nameOf(companyId: number): string {
  if (!Number.isInteger(companyId) || companyId < 0) throw new Error("a company id is a whole number");
  return String(companyId);
}
