import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** The facts of a stored call. */
export interface CallFacts {
  readonly id: string;
  readonly segmentId: string | null;
  readonly ordinal: number | null;
  readonly startedAt: Date;
  readonly callDay: Day;
  readonly durationSeconds: number;
  readonly parties: number;
  readonly kind: number;
  readonly direction: number | null;
  readonly disposition: number | null;
  readonly endpointId: number | null;
  readonly queueId: number | null;
  readonly trunkId: number | null;
  readonly ringSeconds: number | null;
  readonly costCents: number | null;
  readonly erased: number | null;
  readonly late: number | null;
  /** UUID text. */
  readonly partOf: string | null;
  readonly apart: number | null;
  readonly nature: number | null;
  readonly category: number | null;
  readonly mosHundredths: number | null;
  readonly jitterMs: number | null;
  readonly latencyMs: number | null;
  readonly lossPermille: number | null;
  readonly codec: number | null;
  /** Somebody has put something right in it. */
  readonly corrected: boolean;
  /** A case keeps it, or is about to. */
  readonly held: boolean;
}

/** Role web, inside the company. */
export async function callFacts(tx: Tx, companyId: number, ids: readonly string[]): Promise<CallFacts[]> {
  if (ids.length === 0) return [];
  return rowsAs(await tx`select * from data.call_facts(${companyId}, ${`{${ids.join()}}`}::text::uuid[])`);
}
