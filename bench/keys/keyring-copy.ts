import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect, type Sql } from "#db/clients.ts";
import { PORTS, startCluster, stopCluster } from "#db/embedded/cluster.ts";
import { openPlace } from "#db/embedded/place.ts";
import { copyFolder } from "#db/testing/folder-copies.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";

/** A copy of the whole data directory of the keyring, WAL and all, that somebody made once and kept. */
export interface KeyringCopy {
  readonly name: string;
  readonly folder: string;
}

export async function keepCopy(clusters: OwnClusters, name: string): Promise<KeyringCopy> {
  const folder = join(`${clusters.base}-${name}`, "keyring");
  await copyFolder(clusters, "keyring", folder);
  return { name, folder };
}

export function dropCopy({ folder }: KeyringCopy): void {
  rmSync(dirname(folder), { recursive: true, force: true });
}

/** Starts the copy beside the living cluster, opens it as the owner of everything, and stops it afterwards. */
export async function inCopy<T>(clusters: OwnClusters, copy: KeyringCopy, work: (sql: Sql) => Promise<T>): Promise<T> {
  const { owner, copyBinariesTo } = openPlace(clusters.home);
  const sockets = mkdtempSync(join(tmpdir(), "gk-"));
  if (owner !== null) for (const folder of [sockets, dirname(copy.folder)]) chownSync(folder, owner.uid, owner.gid);
  const place = { base: dirname(copy.folder), sockets, owner, copyBinariesTo };
  await startCluster(place, "keyring", { throwaway: true });
  const { addresses } = clusters.clusterHome;
  const address = { ...addresses.keyring, host: sockets, port: PORTS.keyring };
  const home = { ...clusters.clusterHome, addresses: { ...addresses, keyring: address } };
  const sql = connect(home, "keyring", "owner", { max: 1, name: "copy" });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
    await stopCluster(place, "keyring");
    rmSync(sockets, { recursive: true, force: true });
  }
}
