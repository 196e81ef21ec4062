import type { Tx } from "#db/clients.ts";

/** Role web. Calls that were written down by their ids, under those they have now: reading one anew may give it another. */
export async function callsNow(tx: Tx, companyId: number, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx`select id, record_id from data.moved_calls(${companyId}, ${`{${ids.join()}}`}::text::uuid[])`;
  const moved = new Map(rows.map((row) => [row["id"] as string, row["record_id"] as string]));
  return ids.map((id) => moved.get(id) ?? id);
}
