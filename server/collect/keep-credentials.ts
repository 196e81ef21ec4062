import type { JWK } from "jose";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { type Credentials, readCollectorPublicKey, sealCredential } from "../sources/index.ts";
import { edgeById } from "../store/edges.ts";
import { type SealedCredential, setCredentials } from "../store/source-credentials.ts";

/**
 * Seals what a person entered before any transaction begins, to where the source runs: the collectors at home, or its edge alone. ""
 * stays as it is and takes a credential away. Throws AppError "conflict" for an edge that has no key yet, or none any more.
 */
export async function sealCredentials(
  ctx: Pick<CompanyContext, "env" | "company" | "sql">,
  credentials: Credentials,
  edgeId: string | null,
): Promise<(sourceId: number) => Promise<SealedCredential[]>> {
  const given = Object.entries(credentials);
  if (given.length === 0) return async () => [];
  const key = edgeId === null ? readCollectorPublicKey(ctx.env.home) : await keyOfEdge(ctx, edgeId);
  const companyId = ctx.company.id;
  return (sourceId) =>
    Promise.all(
      given.map(async ([name, value]) => ({
        name,
        sealed: value === "" ? "" : await sealCredential({ companyId, sourceId, name }, value, key),
      })),
    );
}

/** In the transaction that saves the source. */
export async function keepCredentials(
  ctx: Pick<CompanyContext, "clock" | "company">,
  tx: Tx,
  sourceId: number,
  sealed: readonly SealedCredential[],
  edgeId: string | null,
): Promise<void> {
  await setCredentials(tx, ctx.company.id, sourceId, sealed, ctx.clock(), edgeId);
}

async function keyOfEdge(ctx: Pick<CompanyContext, "company" | "sql">, edgeId: string): Promise<JWK> {
  const { id: companyId } = ctx.company;
  const edge = await withCompany(door(ctx, "web"), companyId, (tx) => edgeById(tx, companyId, edgeId), {
    readOnly: true,
  });
  if (edge?.sealKey != null && edge.revokedAt === null) return edge.sealKey;
  const text =
    "The edge of this source has no key to seal a credential to: it has not come yet, or was revoked. Enrol it first, or move the source.";
  throw new AppError("conflict", text);
}
