import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { sourceById } from "../store/index.ts";

/** Throws AppError "not-found" for a source that the company does not have. */
export async function requireSource(tx: Tx, companyId: number, sourceId: number | null): Promise<void> {
  if (sourceId === null) return;
  const source = await sourceById(tx, companyId, sourceId);
  if (source === null || source.removedAt !== null)
    throw new AppError("not-found", "There is no such source. Look at the list of sources again.");
}
