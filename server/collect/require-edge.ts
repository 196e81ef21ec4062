import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { edgeById } from "../store/edges.ts";

/** Throws AppError "not-found" for an edge that is not of the company, or that was revoked. */
export async function requireEdge(tx: Tx, companyId: number, edgeId: string): Promise<void> {
  const edge = await edgeById(tx, companyId, edgeId);
  if (edge === null || edge.revokedAt !== null)
    throw new AppError("not-found", "This edge does not exist, or was revoked. Choose another place for the source.");
}
