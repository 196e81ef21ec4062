import type { JWK } from "jose";
import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

export interface PlacedSource {
  readonly companyId: number;
  readonly sourceId: number;
  readonly edgeId: string;
}

/** Role collect, all companies: the sources that run at edges, at most `limit`, the last placed first. */
export async function sourcesAtEdges(collect: Sql, limit: number): Promise<PlacedSource[]> {
  return rowsAs(
    await collect`select s.company_id, s.id as source_id, s.edge_id from data.source s
      where s.edge_id is not null and s.removed_at is null order by s.id desc limit ${limit}`,
  );
}

/** Role collect: the key to seal to, where the edge has come and was not handed the source's key before; null otherwise. */
export async function sealKeyAwaiting(tx: Tx, { companyId, sourceId, edgeId }: PlacedSource): Promise<JWK | null> {
  const [row] = await tx`select e.seal_key from data.edge e
    where e.company_id = ${companyId} and e.id = ${edgeId} and e.enrolled_at is not null and e.revoked_at is null
      and not exists (select 1 from data.source_fingerprint f
        where f.company_id = ${companyId} and f.source_id = ${sourceId} and f.edge_id = ${edgeId})`;
  return (row?.["seal_key"] ?? null) as JWK | null;
}

/** Role collect. One that is there stays. */
export async function handFingerprint(tx: Tx, place: PlacedSource, sealed: string): Promise<void> {
  await tx`insert into data.source_fingerprint (company_id, source_id, edge_id, sealed)
    values (${place.companyId}, ${place.sourceId}, ${place.edgeId}, ${sealed}) on conflict do nothing`;
}

/** Role web: what the edge's sources recognise their files by, by source. */
export async function fingerprintsOf(tx: Tx, companyId: number, edgeId: string): Promise<Map<number, string>> {
  const rows = await tx`select f.source_id, f.sealed from data.source_fingerprint f
    where f.company_id = ${companyId} and f.edge_id = ${edgeId}`;
  return new Map(rows.map((row) => [Number(row["source_id"]), String(row["sealed"])]));
}
