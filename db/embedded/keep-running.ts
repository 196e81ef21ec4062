import { setTimeout as wait } from "node:timers/promises";
import type { Cluster } from "../clients.ts";
import { startCluster } from "./cluster.ts";
import { dataFolder, openPlace, type Place } from "./place.ts";
import { runningPostmaster } from "./postmaster.ts";
import type { ClusterSettings } from "./settings.ts";

export interface KeepRunning {
  readonly clusters: readonly Cluster[];
  readonly settings?: ClusterSettings;
  /** Told once for every time a cluster was found dead, and for every attempt to start it. */
  tell(event: "cluster.died" | "cluster.started" | "cluster.not-started", cluster: Cluster, error?: unknown): void;
}

const LOOK_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Starts an embedded cluster again that has ended by itself: a full disk or a killed process takes Postgres down, and nobody else looks
 * after it. Whoever stops the clusters ends this first.
 */
export function keepRunning(home: string, options: KeepRunning): { end(): Promise<void> } {
  const place = openPlace(home);
  const ending = new AbortController();
  const done = Promise.all(options.clusters.map((cluster) => keepOne(place, cluster, options, ending.signal)));
  return {
    async end() {
      ending.abort();
      await done;
    },
  };
}

async function keepOne(place: Place, cluster: Cluster, options: KeepRunning, signal: AbortSignal): Promise<void> {
  const rest = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);
  for (let failures = 0; !signal.aborted; await rest(Math.min(LOOK_MS * 2 ** failures, LONGEST_MS))) {
    try {
      if (runningPostmaster(dataFolder(place, cluster)) !== null) {
        failures = 0;
        continue;
      }
      if (failures === 0) options.tell("cluster.died", cluster);
      await startCluster(place, cluster, options.settings);
      options.tell("cluster.started", cluster);
      failures = 0;
    } catch (error) {
      failures++;
      options.tell("cluster.not-started", cluster, error);
    }
  }
}
