import type { Tx } from "#db/clients.ts";

/** Role web, inside the company. What these calls are counted as; those whose facts are gone are left out. */
export async function naturesOf(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
): Promise<Map<string, number | null>> {
  if (recordIds.length === 0) return new Map();
  const rows = await tx`select n.id, n.nature from data.natures_of(${companyId}, ${[...new Set(recordIds)]}::uuid[]) n`;
  return new Map(rows.map((row) => [row["id"] as string, row["nature"] as number | null]));
}

export interface NatureChanged {
  readonly id: string;
  readonly was: number | null;
  readonly now: number | null;
  /** Whose mark stood there. */
  readonly wasMarkedBy: string | null;
}

/** Role web, inside the company. A mark of a hand; null takes it back to what rules had said. Answers the calls that changed. */
export async function markNatures(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
  mark: number | null,
  by: string | null,
): Promise<NatureChanged[]> {
  if (recordIds.length === 0) return [];
  const rows =
    await tx`select m.id, m.was, m.now, m.was_marked_by from data.mark_natures(${companyId}, ${[...recordIds]}::uuid[], ${mark}, ${by}) m`;
  return rows.map((row) => ({
    id: row["id"] as string,
    was: row["was"] as number | null,
    now: row["now"] as number | null,
    wasMarkedBy: row["was_marked_by"] as string | null,
  }));
}
