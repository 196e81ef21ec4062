import { AppError } from "../../domain/app-error.ts";
import { forgetCaches } from "../../keyring/index.ts";
import { JoinedElsewhere, WorkStopped } from "../../store/fence.ts";
import { type AgainAfter, endUndefinedWork, linesAgain, startUndefinedWork } from "../../store/undefined-again.ts";
import type { UndefinedWorkRow } from "../../store/undefined-work.ts";
import type { DraftLeg } from "../draft.ts";
import type { IngestContext } from "../ingest-context.ts";
import { waitingDays } from "../known-joins.ts";
import { settingsReadBy } from "../load-settings.ts";
import { type FileState, linesOf, openLines, readLines } from "./read-lines.ts";
import { recutFor } from "./recut-for.ts";
import { recutLines } from "./recut-lines.ts";
import { type AgainWork, legOf, PART_OF_CALL, runsOf, storeCalls, storeRun } from "./store-run.ts";
import { withCompany } from "#db/with-company.ts";

/** Opened at once; a line may be as long as a frame. */
const PAGE = 500;
/** Parts of calls kept in memory until the others are read; with more the calls are told from what there is. */
const MOST_PARTS = 2_000;
/** An erasure raises the fence for a moment; whoever meets it so often without getting on waits for the queue. */
const ATTEMPTS = 5;

/**
 * Reads the lines of a period anew, as ingest would have at their reception. Each step stores its calls, lets their lines go and
 * moves the work on in one transaction: killed at any moment it goes on behind the last step, cancelled it leaves what is stored
 * stored and the rest as it was.
 */
export async function runAgain(
  ctx: IngestContext,
  { companyId, workId }: { readonly companyId: number; readonly workId: string },
  signal?: AbortSignal,
): Promise<void> {
  const row = await withCompany(ctx.sql, companyId, (tx) => startUndefinedWork(tx, companyId, workId, ctx.clock()));
  if (row === null) return;
  try {
    await readAll(await openWork(ctx, row), signal);
    await end(ctx, row, "done");
  } catch (error) {
    if (error instanceof WorkStopped) await end(ctx, row, "cancelled");
    else if (error instanceof AppError && GIVES_UP.includes(error.code)) await end(ctx, row, "failed", error.code);
    else throw error;
  }
}

/** What will not be otherwise the next time: the driver or the source is gone. */
const GIVES_UP: readonly string[] = ["bad-input", "not-found"];

async function openWork(ctx: IngestContext, row: UndefinedWorkRow): Promise<AgainWork> {
  const { companyId, sourceId, driver, driverOptions, layoutId, layoutVersion, fromAt, beforeAt } = row;
  if (sourceId === null || driver === null) throw new AppError("bad-input", "This work names no source or driver.");
  const by = { driver, driverOptions: driverOptions ?? {}, layoutId, layoutVersion };
  const settings = await settingsReadBy(ctx.sql, companyId, sourceId, by);
  const days = await waitingDays(ctx, companyId);
  const recut = await recutFor(ctx.sql, companyId, sourceId, by);
  return { ctx, row, settings, recut, place: { companyId, sourceId, days, from: fromAt, before: beforeAt } };
}

/** Where the work stands. */
interface Standing {
  after: AgainAfter | null;
  file: FileState | null;
  parts: DraftLeg[];
}

async function readAll(work: AgainWork, signal: AbortSignal | undefined): Promise<void> {
  const { row, settings, ctx, place } = work;
  const at: Standing = standingOf(row);
  if (settings.joining !== undefined && at.after !== null) at.parts = await partsBefore(work, at.after);
  let met = 0;
  for (let more = true; more; ) {
    signal?.throwIfAborted();
    try {
      more = await readPage(work, at, signal);
      met = 0;
    } catch (error) {
      const again = error instanceof JoinedElsewhere || (error instanceof AppError && error.code === "fenced");
      if (!again || ++met >= ATTEMPTS) throw error;
      // An erasure has come between: whatever it took is not there any more, whoever it names is asked for again.
      forgetCaches(ctx.keyring, place.companyId);
      if (settings.joining !== undefined) at.parts = at.after === null ? [] : await partsBefore(work, at.after);
    }
  }
}

/** False when everything has been read. */
async function readPage(work: AgainWork, at: Standing, signal: AbortSignal | undefined): Promise<boolean> {
  const { ctx, settings, place } = work;
  const rows = await withCompany(
    ctx.sql,
    place.companyId,
    (tx) => linesAgain(tx, place, { after: at.after, limit: PAGE }),
    { readOnly: true },
  );
  const isOver = rows.length < PAGE;
  const lines = await openLines(ctx, place.companyId, rows);
  const read = readLines(settings, work.recut === null ? lines : recutLines(work.recut, lines, isOver), at.file);
  for (const run of runsOf(settings, read)) {
    signal?.throwIfAborted();
    await storeRun(work, run);
    const last = run.at(-1);
    if (last === undefined) continue;
    const { deliveryId, position, id } = linesOf(last.line).at(-1) ?? last.line;
    at.after = { deliveryId, position, id };
    at.file = { deliveryId, state: last.behind };
    at.parts.push(...run.flatMap(legOf));
  }
  if (at.parts.length > 0) at.parts = await storeCalls(work, at.parts, isOver || at.parts.length > MOST_PARTS);
  return !isOver;
}

function standingOf({ atDelivery, atPosition, atId, atState }: UndefinedWorkRow): Standing {
  if (atDelivery === null || atPosition === null || atId === null) return { after: null, file: null, parts: [] };
  const after = { deliveryId: atDelivery, position: atPosition, id: atId };
  return { after, file: { deliveryId: atDelivery, state: atState }, parts: [] };
}

/** Parts of calls that a step before has read and left; each knows what its file had said. */
async function partsBefore({ ctx, settings, place }: AgainWork, until: AgainAfter): Promise<DraftLeg[]> {
  const parts: DraftLeg[] = [];
  for (let after: AgainAfter | null = null; parts.length <= MOST_PARTS; ) {
    const page: { after: AgainAfter | null; reason: string; limit: number } = {
      after,
      reason: PART_OF_CALL,
      limit: PAGE,
    };
    const rows = await withCompany(ctx.sql, place.companyId, (tx) => linesAgain(tx, place, page), { readOnly: true });
    const before = rows.filter((row) => isUpTo(row, until));
    parts.push(...readLines(settings, await openLines(ctx, place.companyId, before)).flatMap(legOf));
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE || before.length < rows.length) break;
  }
  return parts;
}

function isUpTo(row: AgainAfter, until: AgainAfter): boolean {
  if (row.deliveryId !== until.deliveryId) return row.deliveryId < until.deliveryId;
  return row.position === until.position ? row.id <= until.id : row.position < until.position;
}

async function end(
  ctx: IngestContext,
  row: UndefinedWorkRow,
  state: "done" | "failed" | "cancelled",
  error?: string,
): Promise<void> {
  const how = { state, at: ctx.clock(), ...(error === undefined ? {} : { error }) };
  await withCompany(ctx.sql, row.companyId, (tx) => endUndefinedWork(tx, row, how));
}
