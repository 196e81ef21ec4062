import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

export interface SealedCredential {
  readonly name: string;
  readonly sealed: string;
}

/** Role web: the credentials of a source from now on, sealed to where it runs. What is not named stays; an empty seal takes one away. */
export async function setCredentials(
  tx: Tx,
  companyId: number,
  sourceId: number,
  credentials: readonly SealedCredential[],
  at: Date,
  edgeId: string | null = null,
): Promise<void> {
  for (const { name, sealed } of credentials) {
    // Not an upsert: that would have to read the seal that is replaced, which this role may not.
    await tx`delete from data.source_credential c where c.company_id = ${companyId} and c.source_id = ${sourceId} and c.name = ${name}`;
    if (sealed !== "")
      await tx`insert into data.source_credential (company_id, source_id, name, sealed, set_at, edge_id)
        values (${companyId}, ${sourceId}, ${name}, ${sealed}, ${at}, ${edgeId}::uuid)`;
  }
}

/** Role web: a source that is removed keeps nothing to sign in with. */
export async function dropCredentials(tx: Tx, companyId: number, sourceId: number): Promise<void> {
  await tx`delete from data.source_credential c where c.company_id = ${companyId} and c.source_id = ${sourceId}`;
  await tx`delete from data.source_fingerprint f where f.company_id = ${companyId} and f.source_id = ${sourceId}`;
}

/** Role web: which credentials are set, by source; never what they are. */
export async function listCredentials(tx: Tx, companyId: number): Promise<{ sourceId: number; name: string }[]> {
  return rowsAs(
    await tx`select c.source_id, c.name from data.source_credential c where c.company_id = ${companyId} order by 1, 2 limit 100000`,
  );
}

/** Role collect: those that are sealed to the collectors at home. */
export async function readCredentials(tx: Tx, companyId: number, sourceId: number): Promise<SealedCredential[]> {
  return rowsAs(
    await tx`select c.name, c.sealed from data.source_credential c where c.company_id = ${companyId} and c.source_id = ${sourceId}
      and c.edge_id is null order by 1`,
  );
}
