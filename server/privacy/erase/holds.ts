import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../../context.ts";
import type { Day } from "../../domain/zoned-time.ts";
import type { OpenedRow } from "./gather.ts";

/** Why a row may not be erased now. */
export interface Held {
  readonly kind: "hold" | "restriction" | "objection";
  /** The day on which the hold ends by itself; null when it lasts until somebody lifts it. */
  readonly until: Day | null;
}

/** What tells a row that points at somebody: the same four words as `rowKey`. */
export type HeldRow = Pick<OpenedRow, "recordId" | "role" | "class" | "pseudonym" | "sliceId">;

/**
 * Among rows of the data cluster those that an erasure must leave, by `rowKey`. Asked in the preview, in every round of the
 * deleter behind the raised fence, and for the certificate.
 */
export async function heldRows(
  _tx: Tx,
  _place: Pick<CompanyContext, "company" | "keyring" | "clock">,
  _rows: readonly HeldRow[],
): Promise<ReadonlyMap<string, Held>> {
  return new Map();
}

/** Whether the company holds anything at all: without it nobody's rows need to be gone through one by one. */
export async function mayHold(_tx: Tx, _place: Pick<CompanyContext, "company">): Promise<boolean> {
  return false;
}
