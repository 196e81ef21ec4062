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
