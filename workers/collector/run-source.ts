import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";
import { errorFields } from "#server/log.ts";
import {
  isWarning,
  type PollResult,
  type Source,
  type SourceProblem,
  SourceTrouble,
  stateBy,
} from "#server/sources/index.ts";
import { reportSource } from "#server/store/source-reports.ts";
import type { SourceRow } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";
import { watchGate } from "./gate-watch.ts";
import { GateChanged } from "./gated-sink.ts";
import type { HeldLease } from "./held-lease.ts";
import type { InboxKeyring } from "./inbox-key.ts";
import { openSource } from "./open-source.ts";
import type { Pressure } from "./pressure.ts";
import { liveTeller } from "./tell-live.ts";
import { createTransfers, type Transfers } from "./transfer.ts";

export interface RunOptions {
  readonly inboxKey: InboxKeyring;
  readonly pressure: Pressure;
  readonly signal: AbortSignal;
  /** Ends when everything there is has been taken over. */
  readonly once?: boolean;
}

export interface Run {
  readonly transfers: Transfers;
  readonly problem: SourceProblem | null;
}

/**
 * Rounds of one source for as long as its lease is held. It never ends by an error: what hinders is told in the source's
 * state and tried again, more and more rarely.
 */
export async function runSource(
  ctx: CollectorContext,
  row: SourceRow,
  lease: HeldLease,
  options: RunOptions,
): Promise<Run> {
  const transfers = createTransfers(ctx, row.companyId, row.id);
  const report = reporter(ctx, row, lease);
  const watch = watchGate(ctx, row);
  const tellLive = liveTeller(ctx, lease);
  let source: Source | null = null;
  let problem: SourceProblem | null = null;
  let failures = 0;
  let settledRounds = 0;
  let damaged = 0;
  let hindered: { readonly by: SourceProblem | null; readonly at: number } = { by: null, at: performance.now() };
  const ended = AbortSignal.any([options.signal, lease.lost]);
  // Whatever hangs at that moment, nothing stays open at the other side once the source may be held elsewhere.
  const closing = () => {
    ctx.log.warn("source.lease-lost", { company: row.companyId, source: row.id, fencing: lease.fencing });
    const open = source;
    source = null;
    void open?.close().catch(() => undefined);
  };
  lease.lost.addEventListener("abort", closing, { once: true });
  const turn = async (): Promise<boolean> => {
    const pause = await options.pressure.pauseOf(row.companyId, row.id).catch(() => null);
    if (pause === null) {
      await rest(1_000, ended);
      return true;
    }
    const roundAt = performance.now();
    const round = await oneRound(
      async () => {
        const found = options.pressure.damagedOf(row.companyId, row.id);
        if (source !== null && found > damaged) {
          await source.close();
          source = null;
        }
        damaged = found;
        lease.check();
        source ??= await openSource(ctx, row, lease, options, transfers, watch);
        const result = await source.poll().catch(async (error: unknown) => {
          if (!(error instanceof GateChanged)) throw error;
          await source?.close();
          source = null;
          return OPENED_AGAIN;
        });
        await transfers.tick();
        return result;
      },
      ctx,
      row,
    );
    problem = round.problem;
    failures = round.failed ? failures + 1 : 0;
    if (hindered.by !== problem) hindered = { by: problem, at: performance.now() };
    const isStarting = waitsForWorker(problem) && performance.now() - hindered.at < STARTING_MS;
    if (!isStarting) await report(problem).catch(() => undefined);
    await tellLive(source);
    settledRounds = round.settled ? settledRounds + 1 : 0;
    if (options.once === true && (settledRounds > 1 || failures > 2)) return false;
    // A folder that takes long to look through is looked through more rarely.
    const took = performance.now() - roundAt;
    const calm = options.once === true ? 50 : Math.max(pause, took * 2);
    await rest(round.more ? 0 : calm * (isStarting ? 1 : Math.min(2 ** failures, 60)), ended);
    return true;
  };
  while (!ended.aborted && lease.isLive()) {
    // A turn that outlives the lease is left to itself: whatever it still wants to do is refused.
    if (!(await orAborted(turn(), lease.lost))) break;
  }
  lease.lost.removeEventListener("abort", closing);
  await orAborted(close(source, transfers, lease, problem), lease.lost, CLOSING_MS);
  return { transfers, problem };
}

/** What is still to be said when the lease is lost, and may find no database to say it to. */
const CLOSING_MS = 3_000;

/** false when `signal` comes first, and `work` has had so many milliseconds more. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal, more = 0): Promise<T | false> {
  const given = Promise.withResolvers<false>();
  let timer: NodeJS.Timeout | undefined;
  const over = () => {
    timer = setTimeout(() => given.resolve(false), more);
  };
  if (signal.aborted) over();
  else signal.addEventListener("abort", over, { once: true });
  try {
    return await Promise.race([work, given.promise]);
  } finally {
    signal.removeEventListener("abort", over);
    clearTimeout(timer);
  }
}

const OPENED_AGAIN: PollResult = { more: true, settled: false, problem: null };

/** The worker makes the first inbox key when it starts, a moment after the collector, and reads within seconds what waits. */
const STARTING_MS = 20_000;

function waitsForWorker(problem: SourceProblem | null): boolean {
  return problem === "no-inbox-key" || problem === "worker-awaited";
}

interface Round extends PollResult {
  readonly failed: boolean;
}

async function oneRound(work: () => Promise<PollResult>, ctx: CollectorContext, row: SourceRow): Promise<Round> {
  try {
    return { ...(await work()), failed: false };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === "worker-awaited") return { more: false, settled: false, problem, failed: false };
    if (problem !== null)
      ctx.log.warn("source.hindered", { company: row.companyId, source: row.id, problem, ...errorFields(error) });
    return { more: false, settled: false, problem, failed: true };
  }
}

/** null for a lost lease, which is no fault of the source. */
function problemOf(error: unknown): SourceProblem | null {
  if (error instanceof SourceTrouble) return error.problem;
  if (error instanceof AppError && error.code === "fenced") return null;
  if (error instanceof AppError && error.code === "unavailable") return "inbox-full";
  return "read-failed";
}

const SEEN_EVERY_MS = 60_000;

/** Tells the database how the source fares: changes at once, and now and then that it was seen. */
function reporter(
  ctx: CollectorContext,
  row: SourceRow,
  { fencing }: HeldLease,
): (problem: SourceProblem | null) => Promise<void> {
  const holding = { holder: ctx.holder, fencing };
  let told: SourceProblem | null | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  return async (problem) => {
    const now = performance.now();
    const state = stateBy(problem);
    const seen = state === "running" && now - seenAt >= SEEN_EVERY_MS;
    if (problem === told && !seen) return;
    const at = ctx.clock();
    await withCompany(ctx.sql, row.companyId, (tx) =>
      reportSource(tx, row.companyId, row.id, { state, problem, at }, holding),
    );
    told = problem;
    if (seen) seenAt = now;
  };
}

async function close(
  source: Source | null,
  transfers: Transfers,
  lease: HeldLease,
  problem: SourceProblem | null,
): Promise<void> {
  await source?.close();
  // What was only refused meanwhile is none of the session: everything awaited was taken.
  const error = isWarning(problem) ? null : problem;
  const outcome = error !== null ? "failed" : lease.isLive() ? "done" : "interrupted";
  await transfers.end(outcome, error).catch(() => undefined);
  await lease.release().catch(() => undefined);
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
