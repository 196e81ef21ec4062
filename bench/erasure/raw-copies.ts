import { chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Sql } from "#db/clients.ts";
import type { ClusterHome } from "#db/cluster-home.ts";
import { PORTS, startCluster, stopCluster } from "#db/embedded/cluster.ts";
import { openPlace } from "#db/embedded/place.ts";

/** Raw copies of both data directories, as somebody with the disk makes them. */
export function copyClusters(base: string, name: string): string {
  const target = `${base}-${name}`;
  for (const cluster of ["data", "keyring"]) {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    const { uid, gid } = statSync(base);
    chownSync(target, uid, gid);
    cpSync(join(base, cluster), join(target, cluster), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !path.endsWith("postmaster.pid"),
    });
    own(join(target, cluster), uid, gid);
  }
  return target;
}

function own(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name), uid, gid);
}

/** Starts the data cluster of a copy beside the living one, and opens it as the owner of everything. */
export async function openCopy(home: ClusterHome, copy: string): Promise<{ sql: Sql; close(): Promise<void> }> {
  const { owner, copyBinariesTo } = openPlace(home.home);
  const sockets = mkdtempSync(join(tmpdir(), "gc-"));
  if (owner !== null) chownSync(sockets, owner.uid, owner.gid);
  const place = { base: copy, sockets, owner, copyBinariesTo };
  await startCluster(place, "data", { throwaway: true });
  const address = { ...home.addresses.data, host: sockets, port: PORTS.data };
  const sql = connect({ ...home, addresses: { ...home.addresses, data: address } }, "data", "owner", {
    max: 2,
    name: "copy",
  });
  return {
    sql,
    close: async () => {
      await sql.end({ timeout: 2 });
      await stopCluster(place, "data");
      rmSync(sockets, { recursive: true, force: true });
    },
  };
}

/** How often one of these byte strings stands anywhere below a folder, in whatever file. */
export function occurrences(folder: string, needles: readonly Buffer[]): number {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) count += occurrences(path, needles);
    else if (entry.isFile()) {
      const bytes = readFileSync(path);
      for (const needle of needles)
        for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) count++;
    }
  }
  return count;
}
