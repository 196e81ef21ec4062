import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterSettings } from "../embedded/settings.ts";
import { stopCluster } from "../embedded/cluster.ts";
import { isAlive } from "../embedded/postmaster.ts";
import { openPlace, type Place } from "../embedded/place.ts";
import { migrate } from "../migrate.ts";
import { openClusters } from "../open-clusters.ts";
import { openPools, type TestDatabase } from "./database.ts";

export interface OwnClusters extends TestDatabase {
  /** The folder with the data directories `data` and `keyring`, e.g. for raw copies. */
  readonly base: string;
}

/**
 * A pair of clusters of its own in a new home, migrated: for benches and faults that look at files, WAL or restarts. Slow
 * (two seconds) and heavy: `openTestDatabase` is for everything else. `throwaway` switches fsync off.
 */
export async function openOwnClusters(settings: ClusterSettings = {}): Promise<OwnClusters> {
  await clearUpAfterTheDead();
  const home = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const clusters = await openClusters({ home }, settings);
  await migrate(clusters.clusterHome);
  const place = openPlace(home);
  const { base } = place;
  const pools = openPools(clusters.clusterHome);
  return {
    data: (role) => pools.get("data", role),
    keyring: (role) => pools.get("keyring", role),
    home,
    base,
    clusterHome: clusters.clusterHome,
    async close() {
      await pools.end();
      await stopBoth(place);
      rmSync(base, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function stopBoth(place: Place): Promise<void> {
  await Promise.all([stopCluster(place, "data", "immediate"), stopCluster(place, "keyring", "immediate")]);
}

const PREFIX = "gallra-own-";

/** A killed test or bench leaves its clusters running: whoever opens the next pair stops and removes them. */
async function clearUpAfterTheDead(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^gallra-own-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || isAlive(pid)) continue;
    const home = join(tmpdir(), name);
    const place = openPlace(home);
    await stopBoth(place);
    rmSync(place.base, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
