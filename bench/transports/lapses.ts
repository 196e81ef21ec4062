import { setTimeout as wait } from "node:timers/promises";
import type { Kill } from "./outcome.ts";
import type { Stage } from "./stage.ts";

const LOOK_MS = 200;
/** A lease that is not renewed ends after so long; whoever held it then listens no more. */
const LEASE_MS = 10_000;
/** From taking it to listening, where nobody gets much time. */
const LATE_MS = 1_000;

/**
 * Moments at which a source was let go without a kill: a collector that got no time trusts its lease no more, and takes it again. Before
 * anybody else could, the lease is the same, and only the transfer session tells.
 */
export interface Lapses {
  /** Of a source, as what interrupts it like a kill. `letGo`: what the product tells of it, in milliseconds. */
  of(source: number, kills: readonly Kill[], letGo: readonly number[]): Kill[];
  stop(): Promise<void>;
}

export function watchLapses(stage: Stage): Lapses {
  const ending = new AbortController();
  const taken = new Map<number, number[]>();
  let before: ReadonlyMap<number, number> = new Map();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const now = await stage.fencings();
      for (const [source, fencing] of now)
        for (let n = before.get(source) ?? 0; n < fencing; n++)
          taken.set(source, [...(taken.get(source) ?? []), Date.now()]);
      before = now;
      await wait(LOOK_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    of(source, kills, letGo) {
      const lives = kills.map(({ at }, n) => ({ from: at, to: kills[n + 1]?.at ?? Number.POSITIVE_INFINITY }));
      const times = taken.get(source) ?? [];
      // The first of a life is that of the collector that was started.
      const again = lives.flatMap(({ from, to }) => times.filter((at) => at >= from && at < to).slice(1));
      const moments = [...again, ...letGo.filter((at) => !again.some((one) => Math.abs(one - at) < LEASE_MS))];
      return moments.map((at) => ({ at: at - LEASE_MS, heardAt: at + LATE_MS, backAt: at + LATE_MS }));
    },
    async stop() {
      ending.abort();
      await watching;
    },
  };
}
