import { chmodSync, chownSync, cpSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../clients.ts";
import { startCluster, stopCluster } from "../embedded/cluster.ts";
import { openPlace } from "../embedded/place.ts";
import type { OwnClusters } from "./own-clusters.ts";

/** A cold copy of a cluster's whole data directory, WAL and all, as a backup of the machine's disk is one. */
export async function copyFolder(clusters: OwnClusters, cluster: Cluster, target: string): Promise<void> {
  await whileStopped(clusters, cluster, (folder) => {
    const { uid, gid } = statSync(folder);
    cpSync(folder, target, { recursive: true });
    give(target, uid, gid);
    chmodSync(target, 0o700);
  });
}

/** Puts such a copy in the place of the cluster, as a restore does. */
export async function restoreFolder(clusters: OwnClusters, cluster: Cluster, from: string): Promise<void> {
  await whileStopped(clusters, cluster, (folder) => {
    const { uid, gid } = statSync(folder);
    rmSync(folder, { recursive: true });
    cpSync(from, folder, { recursive: true });
    give(folder, uid, gid);
    chmodSync(folder, 0o700);
  });
}

async function whileStopped(clusters: OwnClusters, cluster: Cluster, work: (folder: string) => void): Promise<void> {
  const place = openPlace(clusters.home);
  await stopCluster(place, cluster);
  try {
    work(join(clusters.base, cluster));
  } finally {
    await startCluster(place, cluster, { throwaway: true });
  }
  // Connections of before are dead; whoever asks first is told.
  for (const role of ["owner", "web", "ingest", "keeper"] as const)
    await Promise.allSettled(Array.from({ length: 8 }, () => clusters[cluster](role)`select 1`));
}

function give(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name), uid, gid);
}
