import { AppError } from "#server/domain/app-error.ts";
import { InboxView } from "#server/inbox/index.ts";
import type { CollectorContext } from "./collector-context.ts";

/** How much of a source waits in the inbox. */
export interface Pressure {
  /** Milliseconds until the source's next round; null while it must wait for ingest to catch up. */
  pauseOf(companyId: number, sourceId: number): Promise<number | null>;
  /** Throws AppError "unavailable" (retry) while too much waits of a source that is sent to without being asked. */
  requireRoom(companyId: number, sourceId: number): Promise<void>;
  /** Segments of the source that did not open: what was in them must be read again. */
  damagedOf(companyId: number, sourceId: number): number;
}

/** Bytes of a source that may wait: what does not fit stays at the source, which is as safe. */
const WAITING_BYTES = 268_435_456;
/** Whoever sends by himself gets no answer beyond it: one sender must not fill the disk of all companies. */
const MOST_WAITING_BYTES = 2 * WAITING_BYTES;
/** As at an edge: a call a second for two days. Whoever sends each line by a connection of its own fills the folder of all. */
const MOST_WAITING_SEGMENTS = 200_000;
const ROUND_MS = 500;
const LONGEST_ROUND_MS = 30_000;
const FRESH_MS = 1_000;

/**
 * Reads the inbox folder at most once a second, for all sources. While segments pile up, rounds become rarer and segments
 * larger: a night without a worker must not leave a hundred thousand files.
 */
export function createPressure(ctx: Pick<CollectorContext, "inbox">): Pressure {
  const view = InboxView.of(ctx.inbox);
  return {
    damagedOf: (companyId, sourceId) => view.of(companyId, sourceId).damaged,
    async pauseOf(companyId, sourceId) {
      await view.glance(FRESH_MS);
      const { segments, spanned } = view.of(companyId, sourceId);
      if (spanned > WAITING_BYTES) return null;
      return Math.min(LONGEST_ROUND_MS, Math.max(ROUND_MS, segments * 25));
    },
    async requireRoom(companyId, sourceId) {
      await view.glance(FRESH_MS);
      const { segments, damaged, spanned } = view.of(companyId, sourceId);
      if (spanned <= MOST_WAITING_BYTES && segments + damaged < MOST_WAITING_SEGMENTS) return;
      const text =
        "The worker is behind: too much of this source waits to be read. What is refused must be sent again.";
      throw new AppError("unavailable", text, { retry: true });
    },
  };
}
