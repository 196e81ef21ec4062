import type { Tx } from "#db/clients.ts";
import type { StoreQuality } from "./batch.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** What was measured of a call; role web, inside the company. Null when its facts have gone. */
export async function callQuality(tx: Tx, companyId: number, recordId: string): Promise<StoreQuality | null> {
  const [row] = await tx`select * from data.call_quality(${companyId}, ${recordId})`;
  return row === undefined ? null : rowAs(row);
}

/** What was measured of the calls on a page of a selection, by the call's id; those of which nothing was are not there. Role web. */
export async function exportQuality(
  tx: Tx,
  companyId: number,
  selectionId: string,
  page: { readonly low: string; readonly before: string },
): Promise<ReadonlyMap<string, StoreQuality>> {
  const rows = rowsAs<StoreQuality & { readonly id: string }>(
    await tx`select * from data.export_quality(${companyId}, ${selectionId}, ${page.low}, ${page.before})`,
  );
  return new Map(rows.map(({ id, ...quality }) => [id, quality]));
}
