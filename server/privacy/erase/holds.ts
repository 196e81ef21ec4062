import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { anyCaseKeeps, caseSlices, waitingCalls } from "../../store/index.ts";
import { type OpenedRow, rowKey } from "./gather.ts";

/** Why a row may not be erased now. */
export interface Held {
  readonly kind: "hold" | "restriction" | "objection";
  /** The day on which the hold ends by itself; null when it lasts until somebody lifts it. */
  readonly until: Day | null;
}

/** What tells a row that points at somebody: the same four words as `rowKey`. */
export type HeldRow = Pick<OpenedRow, "recordId" | "role" | "class" | "pseudonym" | "sliceId">;

/**
 * Among rows of the data cluster those that an erasure must leave, by `rowKey`: what stands in a slice of a case, and calls that
 * are about to be carried into one. Asked in the preview, in every round of the deleter behind the raised fence, and for the
 * certificate.
 */
export async function heldRows(
  tx: Tx,
  { company }: Pick<CompanyContext, "company" | "keyring" | "clock">,
  rows: readonly HeldRow[],
): Promise<ReadonlyMap<string, Held>> {
  const slices = new Map((await caseSlices(tx, company.id)).map((one) => [one.sliceId, one]));
  const waiting = new Map(
    (await waitingCalls(tx, company.id, [...new Set(rows.map((row) => row.recordId))])).map((one) => [
      one.recordId,
      one,
    ]),
  );
  const held = new Map<string, Held>();
  if (slices.size === 0 && waiting.size === 0) return held;
  for (const row of rows) {
    const why = slices.get(row.sliceId) ?? waiting.get(row.recordId);
    if (why !== undefined) held.set(rowKey(row), { kind: why.kind, until: why.endsOn });
  }
  return held;
}

/** Whether the company holds anything at all: without it nobody's rows need to be gone through one by one. */
export async function mayHold(tx: Tx, { company }: Pick<CompanyContext, "company">): Promise<boolean> {
  return anyCaseKeeps(tx, company.id);
}
