import { transaction } from "#db/transaction.ts";
import { AppError } from "../../domain/app-error.ts";
import { doorOf, type Keyring } from "../keyring.ts";

/**
 * A lock of a transaction that does nothing else: it ends with the process. Work that has begun goes on when the lock's connection is
 * lost, and answers as it would have. Throws AppError "conflict" when another run has it.
 */
export async function inTheOnlyRun<T>(k: Keyring, work: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined;
  const held = transaction(doorOf(k, "keeper", "owner"), async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`;
    // Sent in one piece: a statement with parts leaves its snapshot open while the work runs, and the scrub would wait for it in vain.
    const [row] = await tx.unsafe(`select pg_try_advisory_xact_lock(${ONLY_RUN}) as mine`);
    if (row?.["mine"] !== true)
      throw new AppError("conflict", "A generation is running already; keys status shows how far it is.");
    running = work();
    await Promise.allSettled([running]);
  });
  await held.catch((error: unknown) => {
    if (running === undefined) throw error;
  });
  if (running === undefined) throw new Error("the lock was neither had nor refused");
  return await running;
}

const ONLY_RUN = 1195461189;
