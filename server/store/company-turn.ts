import type { Sql } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { AppError } from "../domain/app-error.ts";

/**
 * One at a time in a company, over all processes: work that moves rows to other days, and work that must find every row. It
 * keeps a connection of its own for as long as it lasts; a process that dies gives it up with the connection. Throws
 * AppError "unavailable", to be tried again, after 25 s of waiting.
 */
export async function inTurn<T>(sql: Sql, companyId: number, work: () => Promise<T>): Promise<T> {
  return await transaction(sql, async (tx) => {
    await tx.unsafe("set local idle_in_transaction_session_timeout = 0");
    await tx.unsafe(`set local lock_timeout = '${WAIT_MS}ms'`);
    await tx`select pg_advisory_xact_lock(${TURN}, ${companyId})`.catch(busy);
    return await work();
  });
}

const WAIT_MS = 25_000;
/** Any number of ours that no other advisory lock uses. */
const TURN = 8044;

function busy(error: unknown): never {
  if ((error as { code?: string }).code !== "55P03") throw error;
  throw new AppError(
    "unavailable",
    "A rule is being applied or a person erased in this company; try again in a minute.",
    {
      retry: true,
      cause: error,
    },
  );
}
