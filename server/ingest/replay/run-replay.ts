import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "../../domain/app-error.ts";
import { forgetCaches } from "../../keyring/index.ts";
import { asStoreError, JoinedElsewhere, WorkStopped } from "../../store/fence.ts";
import { rawPage } from "../../store/raw-lists.ts";
import { endRawWork, type RawWorkRow, startRawWork, stepRawWork } from "../../store/raw-work.ts";
import type { IngestContext } from "../ingest-context.ts";
import { settingsReadBy } from "../load-settings.ts";
import type { SourceSettings } from "../source-settings.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { rangeOf, readSegments, type ReplayPlace, type ReplayRange } from "./open-reader.ts";
import type { ReadSegment } from "./read-segment.ts";
import { storeSegments } from "./store-segments.ts";

/** What it works with: ingest, and the door `web` of the data cluster, through which stored calls are read. */
export type ReplayContext = IngestContext & { readonly web: Sql };

export interface ReplayPace {
  /** Segments a step, all of it in one transaction. */
  readonly segments: number;
  /** Between two steps that store: each raises the fence, and whatever comes in has to get through between them. */
  readonly restMs: number;
}

const PACE: ReplayPace = { segments: 16, restMs: 2_000 };
/** Somebody else may raise the fence, or change one of the calls; whoever meets it so often waits for the queue. */
const ATTEMPTS = 5;

/**
 * Reads the raw records of a period anew, with another driver or another version of a layout. Calls that are read otherwise get
 * their new facts and parties, each step in one transaction that moves the work on: killed at any moment it goes on behind the
 * last one, cancelled it leaves what is stored stored. What the reader does not understand stays as it was.
 */
export async function runReplay(
  ctx: ReplayContext,
  { companyId, workId }: { readonly companyId: number; readonly workId: string },
  signal?: AbortSignal,
  pace: ReplayPace = PACE,
): Promise<void> {
  const row = await withCompany(ctx.web, companyId, (tx) => startRawWork(tx, companyId, workId, ctx.clock()));
  if (row === null || row.kind !== "replay") return;
  // What fails before each of its steps would otherwise never hear of it.
  if (row.cancelRequested) return end(ctx, row, "cancelled");
  try {
    await readAll(ctx, row, pace, signal);
    await end(ctx, row, "done");
  } catch (error) {
    const told = asStoreError(error);
    if (told instanceof WorkStopped) await end(ctx, row, "cancelled");
    else if (told instanceof AppError && GIVES_UP.includes(told.code)) await end(ctx, row, "failed", told.code);
    else throw error;
  }
}

/** What will not be otherwise the next time: the driver or the source is gone. */
const GIVES_UP: readonly string[] = ["bad-input", "not-found"];

async function readAll(ctx: ReplayContext, row: RawWorkRow, pace: ReplayPace, signal?: AbortSignal): Promise<void> {
  const { companyId, sourceId, driver, driverOptions, layoutId, layoutVersion, fromDay, toDay } = row;
  if (driver === null) throw new AppError("bad-input", "This work names no driver.");
  const by = { driver, driverOptions: driverOptions ?? {}, layoutId, layoutVersion };
  let after = row.atDay === null || row.atId === null ? null : { day: row.atDay, id: row.atId };
  let [met, rested] = [0, true];
  for (;;) {
    signal?.throwIfAborted();
    if (!rested && pace.restMs > 0) await wait(pace.restMs, undefined, signal === undefined ? {} : { signal });
    // Rules, filters and who is restricted may change in between: each step asks anew.
    const settings = await settingsReadBy(ctx.sql, companyId, sourceId, by);
    const range = await rangeOf(ctx, { companyId, sourceId, product: settings.product, from: fromDay, to: toDay });
    try {
      const done = await readStep(ctx, { row, settings, range, driver }, after, pace.segments);
      if (done === null) return;
      if (done.isLast) return;
      after = done.at;
      rested = !done.stored;
      met = 0;
    } catch (error) {
      const again = error instanceof JoinedElsewhere || (error instanceof AppError && error.code === "fenced");
      if (!again || ++met >= ATTEMPTS) throw error;
      forgetCaches(ctx.keyring, companyId);
      rested = false;
    }
  }
}

interface Step {
  readonly row: RawWorkRow;
  readonly settings: SourceSettings;
  readonly range: ReplayRange;
  readonly driver: string;
}

/** null when everything has been read. */
async function readStep(
  ctx: ReplayContext,
  { row, settings, range, driver }: Step,
  after: { readonly day: string; readonly id: string } | null,
  limit: number,
) {
  const { companyId } = settings;
  const rows = await withCompany(ctx.web, companyId, (tx) => rawPage(tx, range.places, { after, limit }), {
    readOnly: true,
  });
  const last = rows.at(-1);
  if (last === undefined) return null;
  const place: ReplayPlace = { keyring: ctx.keyring, web: ctx.web, clock: ctx.clock };
  const read = await readSegments(place, settings, driver, range, rows);
  const counts = countsOf(read);
  const step = { at: { day: last.expiresOn, id: last.id }, segments: rows.length, counts };
  const stored = (counts["changed"] ?? 0) > 0;
  if (stored) await storeSegments(ctx, settings, row, read, step);
  else await withCompany(ctx.web, companyId, (tx) => stepRawWork(tx, row, step));
  return { at: step.at, stored, isLast: rows.length < limit };
}

/** Calls by what became of them, and fields by how many calls are read otherwise in them. */
export function countsOf(read: readonly ReadSegment[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const { calls } of read) {
    for (const { fate, fields } of calls) {
      add(fate);
      for (const field of fields) add(`field.${field}`);
    }
  }
  return counts;
}

async function end(
  ctx: ReplayContext,
  row: RawWorkRow,
  state: "done" | "failed" | "cancelled",
  error?: string,
): Promise<void> {
  const how = { state, at: ctx.clock(), ...(error === undefined ? {} : { error }) };
  await withCompany(ctx.web, row.companyId, (tx) => endRawWork(tx, row, how));
}
