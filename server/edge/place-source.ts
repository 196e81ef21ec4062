import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { keepCredentials, sealCredentials } from "../collect/keep-credentials.ts";
import { type Credentials, secretsOf, transportNamed } from "../sources/index.ts";
import { placeSource as movePlace } from "../store/edge-sources.ts";
import { edgeById } from "../store/edges.ts";
import { type SourceRow, sourceById } from "../store/sources.ts";
import { PlaceSourceInput } from "./edge-input.ts";

/**
 * Where a source runs from now on: at an edge, or at home. It must be stopped; what it signs in with is entered with the move, since
 * what it had was sealed to the machine that ran it. How far it was read goes along. Throws AppError "forbidden", "not-found" or "conflict".
 */
export async function placeSource(ctx: CompanyContext, input: PlaceSourceInput): Promise<void> {
  authoriseCompany(ctx, "source.change");
  const { sourceId, edgeId, credentials } = PlaceSourceInput.parse(input);
  const { id: companyId } = ctx.company;
  const given = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== ""));
  const seal = await sealCredentials(ctx, given, edgeId);
  await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const { transport } = await placeOne(tx, companyId, sourceId, edgeId);
    requireKnown(transport, given);
    await keepCredentials(ctx, tx, sourceId, await seal(sourceId), edgeId);
    await audit(ctx, tx, { action: "source.place", detail: { sourceId, edgeId } });
  });
}

export async function placeOne(tx: Tx, companyId: number, sourceId: number, edgeId: string | null): Promise<SourceRow> {
  const source = await sourceById(tx, companyId, sourceId);
  if (source === null || source.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
  if (source.edgeId === edgeId) throw new AppError("conflict", "The source runs there already.");
  await requireOpen(tx, companyId, edgeId);
  await requireEmpty(tx, companyId, source);
  if (!(await movePlace(tx, companyId, sourceId, edgeId))) {
    throw new AppError("conflict", "A source that runs stays where it is. Stop it first, then say where it runs.");
  }
  return source;
}

/** Throws AppError "bad-input". */
function requireKnown(transport: string, given: Credentials): void {
  const known = secretsOf(transportNamed(transport));
  if (Object.keys(given).every((name) => known.includes(name))) return;
  throw new AppError(
    "bad-input",
    `There is a credential that the transport ${transport} does not have. It has: ${known.join(", ") || "none"}.`,
    { field: "credentials" },
  );
}

/** Throws AppError "not-found" for an edge that is not of the company, or that was revoked. */
async function requireOpen(tx: Tx, companyId: number, edgeId: string | null): Promise<void> {
  if (edgeId === null) return;
  const edge = await edgeById(tx, companyId, edgeId);
  if (edge === null || edge.revokedAt !== null) throw new AppError("not-found", "This edge does not exist.");
}

/** What an edge has acknowledged and not handed over yet would be lost: the portal takes it only of sources that run there. */
async function requireEmpty(tx: Tx, companyId: number, { edgeId, stateSince }: SourceRow): Promise<void> {
  const edge = edgeId === null ? null : await edgeById(tx, companyId, edgeId);
  // One that has not come holds nothing.
  if (edge === null || edge.revokedAt !== null || edge.enrolledAt === null) return;
  if (edge.waitingSegments === 0 && edge.settledAt !== null && edge.settledAt >= stateSince) return;
  const text =
    "The edge that ran this source may still hold something that it has not handed over. Let it finish, which takes half a minute at most once it is heard of, or revoke it if it is gone, then move the source.";
  throw new AppError("conflict", text);
}
