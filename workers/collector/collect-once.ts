import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";
import { type SourceProblem, transportNamed } from "#server/sources/index.ts";
import type { SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import { type HeldLease, holdSource } from "./held-lease.ts";
import { inboxKeyring } from "./inbox-key.ts";
import { knownPositions } from "./known-positions.ts";
import { transportOf } from "./open-source.ts";
import { createPressure } from "./pressure.ts";
import { runSource } from "./run-source.ts";
import type { Moved } from "./transfer.ts";

/** What one pass over a source brought; nothing where another collector holds the source and brought it. */
export interface CollectedSource extends Moved {
  readonly companyId: number;
  readonly sourceId: number;
  readonly by: "this-collector" | "another-collector";
  readonly problem: SourceProblem | null;
}

/**
 * Takes over everything the source has now, into the inbox. Where a running collector holds the source it waits until that
 * one has taken everything. Whoever calls must see to it that the inbox is emptied meanwhile: a full one stops collection.
 */
export async function collectOnce(
  ctx: CollectorContext,
  row: SourceRow,
  signal: AbortSignal,
): Promise<CollectedSource> {
  for (;;) {
    signal.throwIfAborted();
    const lease = await holdSource(ctx, row.companyId, row.id);
    if (lease !== null) return await collectHere(ctx, row, lease, signal);
    if (await isTakenOver(ctx, row, signal)) {
      const { companyId, id: sourceId } = row;
      return { companyId, sourceId, by: "another-collector", problem: null, bytes: 0, files: 0, frames: 0, errors: 0 };
    }
    await wait(300, undefined, { signal });
  }
}

async function collectHere(
  ctx: CollectorContext,
  row: SourceRow,
  lease: HeldLease,
  signal: AbortSignal,
): Promise<CollectedSource> {
  const renewing = setInterval(() => void lease.renew().catch(() => undefined), 1_500);
  try {
    const shared = { inboxKey: inboxKeyring(ctx), pressure: createPressure(ctx) };
    const { transfers, problem } = await runSource(ctx, row, lease, { ...shared, signal, once: true });
    return { companyId: row.companyId, sourceId: row.id, by: "this-collector", problem, ...transfers.total };
  } finally {
    clearInterval(renewing);
  }
}

const NOT_YET = new AppError("conflict", "There is more to collect.", { retry: true });
const PROBE_ROUNDS = 1_000;

/** Reads as the holder would, taking nothing: what it would hand over has not been taken yet. */
async function isTakenOver(ctx: CollectorContext, row: SourceRow, signal: AbortSignal): Promise<boolean> {
  // What comes over a connection comes to its holder alone: whoever looked as well would take it away.
  if (transportNamed(row.transport).begins !== "poll") return true;
  const known = await knownPositions(ctx, row.companyId, row.id);
  const probe = await transportOf(ctx, row, known, { deliver: () => Promise.reject(NOT_YET), note: () => undefined });
  try {
    for (let round = 0; round < PROBE_ROUNDS; round++) {
      signal.throwIfAborted();
      const { settled } = await probe.poll();
      if (settled && round > 0) return true;
      await wait(50, undefined, { signal });
    }
    return false;
  } catch (error) {
    if (error === NOT_YET) return false;
    throw error;
  } finally {
    await probe.close();
  }
}
