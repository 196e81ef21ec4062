import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterSettings } from "../embedded/settings.ts";
import { openPlace } from "../embedded/place.ts";
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
  const home = mkdtempSync(join(tmpdir(), "gallra-own-"));
  const clusters = await openClusters({ home }, settings);
  await migrate(clusters.clusterHome);
  const { base } = openPlace(home);
  const pools = openPools(clusters.clusterHome);
  return {
    data: (role) => pools.get("data", role),
    keyring: (role) => pools.get("keyring", role),
    home,
    base,
    clusterHome: clusters.clusterHome,
    async close() {
      await pools.end();
      await clusters.stop();
      rmSync(base, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
