import type { Tx } from "#db/clients.ts";
import type { StoreQuality } from "./batch.ts";
import { rowAs } from "./rows.ts";

/** What was measured of a call; role web, inside the company. Null when its facts have gone. */
export async function callQuality(tx: Tx, companyId: number, recordId: string): Promise<StoreQuality | null> {
  const [row] = await tx`select * from data.call_quality(${companyId}, ${recordId})`;
  return row === undefined ? null : rowAs(row);
}
