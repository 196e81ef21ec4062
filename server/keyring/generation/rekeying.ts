import type { Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { nameCompany } from "../company-door.ts";
import type { CompanyKeys } from "../company-keys.ts";
import { doorOf, type Keyring } from "../keyring.ts";

/** A company on its way from its present keys to the next ones. */
export interface Rekeying {
  readonly companyId: number;
  /** The keys in use until the tables change places. */
  readonly old: CompanyKeys;
  /** Their generation is one higher. */
  readonly next: CompanyKeys;
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch with how many subjects it had. */
  readonly copied?: ((subjects: number) => void) | undefined;
}

/** One step, alone among all who might copy this company. Nothing of it is done when the generation is not the one under way. */
export async function inTurn<T>(k: Keyring, work: Rekeying, step: (tx: Tx) => Promise<T>): Promise<T> {
  work.signal?.throwIfAborted();
  return await transaction(doorOf(k, "keeper", "owner"), async (tx) => {
    await nameCompany(tx, work.companyId);
    await tx`select keyring.rekey_turn(${work.companyId}, ${work.next.generation})`;
    return await step(tx);
  });
}
