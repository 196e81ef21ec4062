import type { Tx } from "#db/clients.ts";
import { listErasures } from "../../store/index.ts";

/** Afterwards it has left nothing, or has never begun. */
const STATES = ["cleaning", "searching", "held"] as const;

/** Erasures that left something under a hold: they go on when it ends. One that has nothing left does nothing when asked. */
export async function restingErasures(tx: Tx, companyId: number): Promise<string[]> {
  const rows = await listErasures(tx, companyId, { states: STATES, limit: 10_000 });
  return rows.filter(({ detail }) => Array.isArray(detail["held"]) && detail["held"].length > 0).map((row) => row.id);
}
