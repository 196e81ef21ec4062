import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** How far a delivery (a file, a connection) has been stored. Roles collect, ingest and web read it; only a batch moves it. */
export interface CheckpointRow {
  readonly companyId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  /** Bytes from the start of the delivery. */
  readonly position: number;
  readonly fencing: number;
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly done: boolean;
  readonly firstSeenAt: Date;
  readonly updatedAt: Date;
}

/** The newest first. Finished deliveries stay for as long as the same file might come again. */
export async function readCheckpoints(
  tx: Tx,
  companyId: number,
  sourceId: number,
  limit = 10_000,
): Promise<CheckpointRow[]> {
  return rowsAs(
    await tx`select * from data.checkpoint c where c.company_id = ${companyId} and c.source_id = ${sourceId}
    order by c.updated_at desc limit ${limit}`,
  );
}

export async function readCheckpoint(
  tx: Tx,
  companyId: number,
  sourceId: number,
  deliveryId: string,
): Promise<CheckpointRow | null> {
  const [row] = await tx`select * from data.checkpoint c
    where c.company_id = ${companyId} and c.source_id = ${sourceId} and c.delivery_id = ${deliveryId}`;
  return row === undefined ? null : rowAs(row);
}

/**
 * Role web: streams (connections, packets) whose last record is older, and what was pulled and is gone on from since: nothing of them
 * can arrive any more. At most `limit`, the oldest ids first, behind `after`. Answers the last id, null when there were fewer.
 */
export async function forgetStreams(
  tx: Tx,
  companyId: number,
  { sourceId, before, after, limit }: { sourceId: number; before: Date; after: string | null; limit: number },
): Promise<{ gone: number; last: string | null }> {
  const gone = await tx`with old as (
      select c.delivery_id from data.checkpoint c
      where c.company_id = ${companyId} and c.source_id = ${sourceId} and c.updated_at < ${before}
        and (c.identity @> '{"stream": 1}' or (c.identity @> '{"pulled": 1}' and exists (select 1 from data.checkpoint n
          where n.company_id = c.company_id and n.source_id = c.source_id and n.identity @> '{"pulled": 1}'
            and n.identity->>'of' = c.identity->>'of' and (n.identity->>'turn')::bigint > (c.identity->>'turn')::bigint)))
        and (${after}::uuid is null or c.delivery_id > ${after}::uuid)
      order by c.delivery_id limit ${limit})
    delete from data.checkpoint c using old
    where c.company_id = ${companyId} and c.source_id = ${sourceId} and c.delivery_id = old.delivery_id
    returning c.delivery_id`;
  const ids = gone.map((row) => String(row["delivery_id"])).sort();
  return { gone: ids.length, last: ids.length < limit ? null : (ids.at(-1) ?? null) };
}

/** Of these deliveries those that there are, in bytes. */
export async function positionsOf(
  tx: Tx,
  companyId: number,
  sourceId: number,
  deliveryIds: readonly string[],
): Promise<Pick<CheckpointRow, "deliveryId" | "position">[]> {
  return rowsAs(
    await tx`select c.delivery_id, c.position from data.checkpoint c where c.company_id = ${companyId}
      and c.source_id = ${sourceId} and c.delivery_id = any(${[...deliveryIds]}::uuid[])`,
  );
}

/** Role web, for the edge that a source was moved to: by id, behind `after`. */
export async function pageOfCheckpoints(
  tx: Tx,
  companyId: number,
  sourceId: number,
  { after, limit }: { after: string | null; limit: number },
): Promise<Pick<CheckpointRow, "deliveryId" | "position" | "identity" | "done">[]> {
  const rows: Pick<CheckpointRow, "deliveryId" | "position" | "identity" | "done">[] = rowsAs(
    await tx`select c.delivery_id, c.position, c.identity, c.done from data.checkpoint c
      where c.company_id = ${companyId} and c.source_id = ${sourceId} and (${after}::uuid is null or c.delivery_id > ${after}::uuid)
      order by c.delivery_id limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** Role collect: a delivery whose first bytes are not wanted begins further on. One that exists is left as it is. */
export async function startDelivery(
  tx: Tx,
  delivery: Pick<CheckpointRow, "companyId" | "sourceId" | "deliveryId" | "position" | "fencing" | "identity">,
): Promise<void> {
  await tx`insert into data.checkpoint (company_id, source_id, delivery_id, position, fencing, identity)
    values (${delivery.companyId}, ${delivery.sourceId}, ${delivery.deliveryId}, ${delivery.position}, ${delivery.fencing},
      ${delivery.identity === null ? null : tx.json(delivery.identity as never)})
    on conflict do nothing`;
}
