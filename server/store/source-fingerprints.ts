import type { JWK } from "jose";
import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

export interface AwaitedFingerprint {
  readonly companyId: number;
  readonly sourceId: number;
  readonly edgeId: string;
  /** To which it is sealed. */
  readonly sealKey: JWK;
}

/** Role collect, all companies: sources at edges that have come and were not handed the source's key, the last placed first. */
export async function fingerprintsAwaited(collect: Sql, limit: number): Promise<AwaitedFingerprint[]> {
  return rowsAs(
    await collect`select s.company_id, s.id as source_id, s.edge_id, e.seal_key from data.source s
      join data.edge e on e.company_id = s.company_id and e.id = s.edge_id
      where s.edge_id is not null and s.removed_at is null and e.enrolled_at is not null and e.revoked_at is null
        and not exists (select 1 from data.source_fingerprint f
          where f.company_id = s.company_id and f.source_id = s.id and f.edge_id = s.edge_id)
      order by s.id desc limit ${limit}`,
  );
}

/** Role collect. One that is there stays. */
export async function handFingerprint(
  tx: Tx,
  { companyId, sourceId, edgeId }: Omit<AwaitedFingerprint, "sealKey">,
  sealed: string,
): Promise<void> {
  await tx`insert into data.source_fingerprint (company_id, source_id, edge_id, sealed)
    values (${companyId}, ${sourceId}, ${edgeId}, ${sealed}) on conflict do nothing`;
}

/** Role web: what the edge's sources recognise their files by, by source. */
export async function fingerprintsOf(tx: Tx, companyId: number, edgeId: string): Promise<Map<number, string>> {
  const rows = await tx`select f.source_id, f.sealed from data.source_fingerprint f
    where f.company_id = ${companyId} and f.edge_id = ${edgeId}`;
  return new Map(rows.map((row) => [Number(row["source_id"]), String(row["sealed"])]));
}
