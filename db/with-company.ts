import type { Sql, Tx } from "./clients.ts";
import { transaction } from "./transaction.ts";

export type { Tx } from "./clients.ts";

export interface WithCompanyOptions {
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
}

/**
 * One transaction inside one company: its first statement names the company that row-level security asks for. SET LOCAL
 * ends with the transaction, so that a pooled connection never carries a company over to the next user.
 */
export async function withCompany<T>(
  sql: Sql,
  companyId: number,
  work: (tx: Tx) => Promise<T>,
  options: WithCompanyOptions = {},
): Promise<T> {
  if (!Number.isInteger(companyId) || companyId < 1) throw new Error("a company id is a positive integer");
  const mode = [
    options.isolation === undefined ? "" : `isolation level ${options.isolation}`,
    options.readOnly === true ? "read only" : "",
  ].join(" ");
  return transaction(
    sql,
    async (tx) => {
      // Sent without waiting for the answer: statements of a transaction are answered in order, so that it costs no round trip.
      const named = tx.unsafe(`set local app.company_id = '${companyId}'`).execute();
      named.catch(() => undefined);
      const value = await work(tx);
      await named;
      return value;
    },
    mode.trim(),
  );
}
