import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { placeSource as movePlace } from "../store/edge-sources.ts";
import { edgeById } from "../store/edges.ts";
import { sourceById } from "../store/sources.ts";
import { PlaceSourceInput } from "./edge-input.ts";

/**
 * Where a source runs from now on: at an edge, or at home. It must be stopped; what it signs in with has to be entered again, since
 * that was sealed to the machine that ran it. Throws AppError "forbidden", "not-found" or "conflict".
 */
export async function placeSource(ctx: CompanyContext, input: PlaceSourceInput): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId, edgeId } = PlaceSourceInput.parse(input);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await placeOne(tx, companyId, sourceId, edgeId);
    await audit(ctx, tx, { action: "source.place", detail: { sourceId, edgeId } });
  });
}

export async function placeOne(tx: Tx, companyId: number, sourceId: number, edgeId: string | null): Promise<void> {
  const source = await sourceById(tx, companyId, sourceId);
  if (source === null || source.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
  await requireOpen(tx, companyId, edgeId);
  await requireEmpty(tx, companyId, source.edgeId);
  if (!(await movePlace(tx, companyId, sourceId, edgeId))) {
    throw new AppError("conflict", "A source that runs stays where it is. Stop it first, then say where it runs.");
  }
}

/** Throws AppError "not-found" for an edge that is not of the company, or that was revoked. */
async function requireOpen(tx: Tx, companyId: number, edgeId: string | null): Promise<void> {
  if (edgeId === null) return;
  const edge = await edgeById(tx, companyId, edgeId);
  if (edge === null || edge.revokedAt !== null) throw new AppError("not-found", "This edge does not exist.");
}

/** What an edge has acknowledged and not handed over yet would be lost: the portal takes it only of sources that run there. */
async function requireEmpty(tx: Tx, companyId: number, edgeId: string | null): Promise<void> {
  const edge = edgeId === null ? null : await edgeById(tx, companyId, edgeId);
  if (edge === null || edge.revokedAt !== null || edge.waitingSegments === 0) return;
  const text =
    "The edge that ran this source still holds something that it has not handed over. Let it finish, or revoke it if it is gone, then move the source.";
  throw new AppError("conflict", text);
}
