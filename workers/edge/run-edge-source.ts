import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";
import type { TaskSource } from "#server/edge/protocol/index.ts";
import { InboxView } from "#server/inbox/index.ts";
import { errorFields } from "#server/log.ts";
import { plainFigures } from "#server/sources/plain-figures.ts";
import { isWarning, type PollResult, type Source, type SourceProblem, SourceTrouble } from "#server/sources/index.ts";
import { GateChanged } from "../collector/gated-sink.ts";
import { edgeGate } from "./edge-gate.ts";
import type { EdgeContext } from "./edge-context.ts";
import { openEdgeSource } from "./open-edge-source.ts";
import type { Positions } from "./positions.ts";
import type { Sessions } from "./sessions.ts";

/** A source that runs here, as the portal is told of it. */
export interface RunningSource {
  readonly id: number;
  readonly settings: string;
  readonly positions: Positions;
  readonly learn: (source: TaskSource) => Promise<void>;
  /** undefined: nothing to tell yet. */
  problem: SourceProblem | null | undefined;
  live: Readonly<Record<string, number | string | null>> | null;
  /** What it was opened with is not what lies here any more: it is opened again, and reads on from where it stands. */
  reopen: boolean;
  readonly ending: AbortController;
  done: Promise<void>;
}

const ROUND_MS = 500;
const LONGEST_ROUND_MS = 30_000;

/** Rounds of one source until it is ended. What hinders it is told and tried again, more and more rarely. */
export async function runEdgeSource(
  ctx: EdgeContext,
  source: TaskSource,
  run: RunningSource,
  sessions: Sessions,
): Promise<void> {
  const { signal } = run.ending;
  const parts = { watch: edgeGate(ctx, source.id), positions: run.positions, learn: run.learn, sessions, signal };
  let open: Source | null = null;
  let failures = 0;
  const shut = async () => {
    const was = open;
    open = null;
    await was?.close();
  };
  while (!signal.aborted) {
    const roundAt = performance.now();
    let more = false;
    try {
      if (await ctx.fill.isFull()) throw FULL;
      if (run.reopen) await shut();
      run.reopen = false;
      open ??= await openEdgeSource(ctx, source, parts);
      const result: PollResult | null = await open.poll().catch((error: unknown) => {
        if (error instanceof GateChanged) return null;
        throw error;
      });
      if (result === null) await shut();
      sessions.tick(source.id);
      run.problem = result?.problem ?? null;
      more = result?.more ?? true;
      failures = 0;
    } catch (error) {
      failures++;
      run.problem = problemOf(error);
      if (run.problem !== null && !signal.aborted)
        ctx.log.warn("source.hindered", { source: source.id, problem: run.problem, ...errorFields(error) });
    }
    if (open?.live !== undefined) run.live = plainFigures(open.live());
    const took = performance.now() - roundAt;
    const pause = Math.max(await calm(ctx, source.id), took * 2) * Math.min(2 ** failures, 60);
    await wait(more ? 0 : Math.min(pause, LONGEST_ROUND_MS), undefined, { signal }).catch(() => undefined);
  }
  await shut().catch((error: unknown) =>
    ctx.log.warn("source.not-closed", { source: source.id, ...errorFields(error) }),
  );
  // What was only refused meanwhile is none of the session: everything awaited was taken.
  const error = run.problem === undefined || isWarning(run.problem) ? null : run.problem;
  sessions.end(source.id, error === null ? "done" : "failed", error);
}

const FULL = new AppError("unavailable", "This edge holds as much as it may.", { retry: true });

/** While segments pile up, rounds become rarer and segments larger: days without the portal must not leave a million files. */
async function calm(ctx: EdgeContext, sourceId: number): Promise<number> {
  const { segments } = await ctx.fill.waiting();
  if (segments < 20) return ROUND_MS;
  const own = InboxView.of(ctx.inbox).of(ctx.identity.companyId, sourceId).segments;
  return Math.min(LONGEST_ROUND_MS, Math.max(ROUND_MS, own * 25));
}

/** null for a source that was ended, which is no fault of it. */
function problemOf(error: unknown): SourceProblem | null {
  if (error instanceof SourceTrouble) return error.problem;
  if (error instanceof AppError && error.code === "fenced") return null;
  if (error instanceof AppError && error.code === "unavailable") return "inbox-full";
  return "read-failed";
}
