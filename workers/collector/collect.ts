import { setTimeout as wait } from "node:timers/promises";
import { removeLeftovers, removeOldStaged } from "#server/inbox/index.ts";
import { errorFields } from "#server/log.ts";
import { STOPPING_PROBLEMS } from "#server/sources/index.ts";
import { listSourcesToCollect, type SourceToCollect } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import { type HeldLease, holdSource } from "./held-lease.ts";
import { inboxKeyring } from "./inbox-key.ts";
import { type OwnAddresses, ownAddresses } from "./own-addresses.ts";
import { createPressure } from "./pressure.ts";
import { runSource } from "./run-source.ts";

/** Between renewals of what is held, and between looks at which sources there are. */
const BEAT_MS = 1_000;

interface Running {
  readonly lease: HeldLease;
  readonly settings: string;
  readonly ending: AbortController;
  readonly done: Promise<unknown>;
  over: boolean;
}

type Shared = Pick<Parameters<typeof runSource>[3], "inboxKey" | "pressure">;

/**
 * Holds as many sources as nobody else holds, until `signal` ends it. Several collectors may do so at once: each source is
 * held by one of them, and moves to another within ten seconds of a crash.
 */
export async function collect(ctx: CollectorContext, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Running>();
  const shared = { inboxKey: inboxKeyring(ctx), pressure: createPressure(ctx) };
  const addresses = ownAddresses();
  await removeLeftovers(ctx.inbox).catch(() => 0);
  await removeOldStaged(ctx.inbox).catch(() => 0);
  const beating = new AbortController();
  const beats = beat(ctx, running, beating.signal);
  while (!signal.aborted) {
    try {
      await look(ctx, running, shared, addresses);
    } catch (error) {
      // Without the database nothing is renewed: every source stops by itself before its lease has run out.
      ctx.log.warn("collector.database-away", errorFields(error));
    }
    await wait(BEAT_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...running.values()].map(stop));
  beating.abort();
  await beats;
}

/** Renews what is held, beside everything else: a source that takes long to end must not cost the others their leases. */
async function beat(ctx: CollectorContext, running: Map<string, Running>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const held = [...running.values()].filter((run) => !run.over && run.lease.isLive());
    const asking = held.length === 0 ? [ctx.leases.knock()] : held.map((run) => run.lease.renew());
    for (const outcome of await Promise.allSettled(asking))
      if (outcome.status === "rejected") ctx.log.info("lease.not-renewed", errorFields(outcome.reason));
    await wait(BEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function look(
  ctx: CollectorContext,
  running: Map<string, Running>,
  shared: Shared,
  addresses: OwnAddresses,
): Promise<void> {
  const wanted = new Map(
    (await listSourcesToCollect(ctx.sql, STOPPING_PROBLEMS)).map((row) => [`${row.companyId} ${row.id}`, row]),
  );
  for (const [key, run] of running) {
    const row = wanted.get(key);
    if (row === undefined || settingsOf(row) !== run.settings || !(await addresses.mayKeep(key, row)))
      run.ending.abort();
    if (run.over) running.delete(key);
  }
  for (const [key, row] of wanted) {
    if (running.has(key) || !(await addresses.mayTake(key, row))) continue;
    const lease = await holdSource(ctx, row.companyId, row.id);
    if (lease !== null) running.set(key, start(ctx, row, lease, shared));
  }
  addresses.forget(wanted);
}

function start(ctx: CollectorContext, row: SourceToCollect, lease: HeldLease, shared: Shared): Running {
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
function settingsOf(row: SourceToCollect): string {
  const { transport, driver, settings, driverOptions, layoutId, layoutVersion, credentialsAt } = row;
  return JSON.stringify([transport, driver, settings, driverOptions, layoutId, layoutVersion, credentialsAt]);
}
