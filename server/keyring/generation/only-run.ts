import { AppError } from "../../domain/app-error.ts";
import { doorOf, type Keyring } from "../keyring.ts";

/** A lock of a connection that is kept for it: it ends with the process. Throws AppError "conflict" when another run has it. */
export async function inTheOnlyRun<T>(k: Keyring, work: () => Promise<T>): Promise<T> {
  const held = await doorOf(k, "keeper", "owner").reserve();
  try {
    const [row] = await held`select pg_try_advisory_lock(${ONLY_RUN}) as mine`;
    if (row?.["mine"] !== true)
      throw new AppError("conflict", "A generation is running already; keys status shows how far it is.");
    try {
      return await work();
    } finally {
      await held`select pg_advisory_unlock(${ONLY_RUN})`.catch(() => undefined);
    }
  } finally {
    held.release();
  }
}

const ONLY_RUN = 1195461189;
