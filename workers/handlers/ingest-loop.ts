import { setTimeout as wait } from "node:timers/promises";
import { type IngestContext, ingestInbox } from "#server/ingest/index.ts";
import { errorFields } from "#server/log.ts";

export interface IngestLoop {
  /** Ends after the batches under way have committed. */
  stop(): Promise<void>;
}

const IDLE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Looks into the inbox again and again. It never ends by an error: while a database is away it asks more rarely, and the
 * segments wait on disk.
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
  let pause = IDLE_MS;
  while (!ending.aborted) {
    const { stored, failed } = await pass(ctx, inboxDir);
    if (stored && !failed) pause = 0;
    else pause = failed ? Math.min(Math.max(pause, IDLE_MS) * 2, LONGEST_PAUSE_MS) : IDLE_MS;
    await wait(pause, undefined, { signal: ending }).catch(() => undefined);
  }
}

async function pass(ctx: IngestContext, inboxDir: string): Promise<{ stored: boolean; failed: boolean }> {
  try {
    const outcome = await ingestInbox(ctx, inboxDir);
    if (outcome.segments > 0) {
      const { segments, records, duplicates, undefinedLines } = outcome;
      ctx.log.info("ingest.stored", { segments, records, duplicates, undefinedLines });
    }
    return { stored: outcome.segments > 0, failed: outcome.failed > 0 };
  } catch (error) {
    ctx.log.error("ingest.pass-failed", errorFields(error));
    return { stored: false, failed: true };
  }
}
