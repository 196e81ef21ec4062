import { setTimeout as wait } from "node:timers/promises";
import { removeLeftovers } from "#server/inbox/index.ts";
import { errorFields } from "#server/log.ts";
import { listSourcesToCollect, type SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import { type HeldLease, holdSource } from "./held-lease.ts";
import { inboxKeyring } from "./inbox-key.ts";
import { createPressure } from "./pressure.ts";
import { runSource } from "./run-source.ts";

/** Between looks at which sources there are and renewals of what is held. */
const LOOK_MS = 1_500;

interface Running {
  readonly lease: HeldLease;
  readonly settings: string;
  readonly ending: AbortController;
  readonly done: Promise<unknown>;
  over: boolean;
}

/**
 * Holds as many sources as nobody else holds, until `signal` ends it. Several collectors may do so at once: each source is
 * held by one of them, and moves to another within ten seconds of a crash.
 */
export async function collect(ctx: CollectorContext, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Running>();
  const shared = { inboxKey: inboxKeyring(ctx), pressure: createPressure(ctx) };
  await removeLeftovers(ctx.inbox).catch(() => 0);
  while (!signal.aborted) {
    try {
      await renewAll(running);
      await look(ctx, running, shared);
    } catch (error) {
      // Without the database nothing is renewed: every source stops by itself when its lease has run out.
      ctx.log.warn("collector.database-away", errorFields(error));
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...running.values()].map(stop));
}

async function renewAll(running: Map<string, Running>): Promise<void> {
  await Promise.all(
    [...running.values()].map(async (run) => {
      if (!run.over && !(await run.lease.renew())) await stop(run);
    }),
  );
}

async function look(
  ctx: CollectorContext,
  running: Map<string, Running>,
  shared: Pick<Parameters<typeof runSource>[3], "inboxKey" | "pressure">,
): Promise<void> {
  const wanted = new Map((await listSourcesToCollect(ctx.sql)).map((row) => [`${row.companyId} ${row.id}`, row]));
  for (const [key, run] of running) {
    const row = wanted.get(key);
    if (row === undefined || settingsOf(row) !== run.settings) await stop(run);
    if (run.over) running.delete(key);
  }
  for (const [key, row] of wanted) {
    if (running.has(key)) continue;
    const lease = await holdSource(ctx, row.companyId, row.id);
    if (lease !== null) running.set(key, start(ctx, row, lease, shared));
  }
}

function start(
  ctx: CollectorContext,
  row: SourceRow,
  lease: HeldLease,
  shared: Pick<Parameters<typeof runSource>[3], "inboxKey" | "pressure">,
): Running {
  const ending = new AbortController();
  ctx.log.info("source.held", { company: row.companyId, source: row.id, fencing: lease.fencing });
  const run: Running = {
    lease,
    settings: settingsOf(row),
    ending,
    done: runSource(ctx, row, lease, { ...shared, signal: ending.signal })
      .catch((error: unknown) =>
        ctx.log.error("source.ended", { company: row.companyId, source: row.id, ...errorFields(error) }),
      )
      .finally(() => {
        run.over = true;
        ctx.log.info("source.let-go", { company: row.companyId, source: row.id });
      }),
    over: false,
  };
  return run;
}

async function stop(run: Running): Promise<void> {
  run.ending.abort();
  await run.done;
}

/** What a run depends on: a change of it starts the source anew. */
function settingsOf(row: SourceRow): string {
  const { transport, driver, settings, driverOptions, layoutId, layoutVersion } = row;
  return JSON.stringify([transport, driver, settings, driverOptions, layoutId, layoutVersion]);
}
