import type { Tx } from "#db/with-company.ts";
import { AppError } from "../../domain/app-error.ts";
import { sourceById } from "../../store/sources.ts";

/** Throws AppError "not-found" for a source the company never had; one that was removed keeps its figures. */
export async function requireKnownSource(tx: Tx, companyId: number, sourceId: number | undefined): Promise<void> {
  if (sourceId !== undefined && (await sourceById(tx, companyId, sourceId)) === null)
    throw new AppError("not-found", "This source does not exist.");
}
