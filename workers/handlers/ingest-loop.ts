import { setTimeout as wait } from "node:timers/promises";
import { giveUpOld, type IngestContext, ingestInbox, Patience } from "#server/ingest/index.ts";
import { errorFields } from "#server/log.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";

export interface IngestLoop {
  /** Ends after the batches under way have committed. */
  stop(): Promise<void>;
}

const IDLE_MS = 250;
/** A company whose segments come while others have thousands waiting has its turn after about so long. */
const PASS_MS = 5_000;
/** Whether something has waited for two days is asked so often. */
const GIVE_UP_EVERY_MS = 900_000;

/**
 * Looks into the inbox again and again. It never ends by an error: what fails (a database that is away, a source whose
 * settings are wrong) is tried again more and more rarely, and its segments wait on disk.
 */
export function startIngestLoop(ctx: IngestContext, inboxDir: string): IngestLoop {
  const ending = new AbortController();
  const done = run(ctx, inboxDir, ending.signal);
  return {
    stop: async () => {
      ending.abort();
      await done;
    },
  };
}

async function run(ctx: IngestContext, inboxDir: string, ending: AbortSignal): Promise<void> {
  const patience = new Patience(() => ctx.clock().getTime());
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (!ending.aborted) {
    const stored = await pass(ctx, inboxDir, patience);
    const now = ctx.clock().getTime();
    if (!stored && now - lookedAt > GIVE_UP_EVERY_MS) {
      lookedAt = now;
      await giveUpOld(ctx, inboxDir).catch((error: unknown) => ctx.log.error("ingest.pass-failed", errorFields(error)));
    }
    await wait(stored ? 0 : IDLE_MS, undefined, { signal: ending }).catch(() => undefined);
  }
}

/** Whether anything was stored: then there may be more. */
async function pass(ctx: IngestContext, inboxDir: string, patience: Patience): Promise<boolean> {
  try {
    const { segments, records, duplicates, undefinedLines } = await ingestInbox(ctx, inboxDir, {
      patience,
      mostMs: PASS_MS,
    });
    for (const [what, count] of Object.entries({ segments, records, duplicates, undefinedLines }))
      metrics().ingested.inc({ what }, count);
    if (segments > 0) ctx.log.info("ingest.stored", { segments, records, duplicates, undefinedLines });
    return segments > 0;
  } catch (error) {
    ctx.log.error("ingest.pass-failed", errorFields(error));
    return false;
  }
}
