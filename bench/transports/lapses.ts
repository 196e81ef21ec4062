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
  of(source: number, letGo: readonly number[]): Kill[];
  stop(): Promise<void>;
}

export function watchLapses(stage: Pick<Stage, "holdings">): Lapses {
  const ending = new AbortController();
  const again = new Map<number, number[]>();
  const before = new Map<number, { readonly fencing: number; readonly holder: string | null }>();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      for (const [source, { fencing, holder }] of await stage.holdings()) {
        const last = before.get(source);
        // Another holder is another life: that it took the source is no lapse, however late it is seen.
        if (last !== undefined && holder !== null && holder === last.holder && fencing > last.fencing)
          again.set(source, [...(again.get(source) ?? []), Date.now()]);
        before.set(source, { fencing, holder: holder ?? last?.holder ?? null });
      }
      await wait(LOOK_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    of(source, letGo) {
      const taken = again.get(source) ?? [];
      const moments = [...taken, ...letGo.filter((at) => !taken.some((one) => Math.abs(one - at) < LEASE_MS))];
      return moments.map((at) => ({ at: at - LEASE_MS, heardAt: at + LATE_MS, backAt: at + LATE_MS }));
    },
    async stop() {
      ending.abort();
      await watching;
    },
  };
}
