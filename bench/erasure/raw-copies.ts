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
    copyLiving(join(base, cluster), join(target, cluster));
    own(join(target, cluster), uid, gid);
  }
  return target;
}

const TRIES = 5;

/** A cluster that runs removes a file now and then that has just been listed. */
function copyLiving(from: string, to: string, tries = 1): void {
  try {
    cpSync(from, to, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !path.endsWith("postmaster.pid"),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || tries === TRIES) throw error;
    rmSync(to, { recursive: true, force: true });
    copyLiving(from, to, tries + 1);
  }
}

function own(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name), uid, gid);
}

/** Starts a cluster of a copy beside the living one, and opens it as the owner of everything. */
export async function openCopy(
  home: ClusterHome,
  copy: string,
  cluster: "data" | "keyring" = "data",
): Promise<{ sql: Sql; close(): Promise<void> }> {
  const { owner, copyBinariesTo } = openPlace(home.home);
  const sockets = mkdtempSync(join(tmpdir(), "gc-"));
  if (owner !== null) chownSync(sockets, owner.uid, owner.gid);
  const place = { base: copy, sockets, owner, copyBinariesTo };
  await startCluster(place, cluster, { throwaway: true });
  const address = { ...home.addresses[cluster], host: sockets, port: PORTS[cluster] };
  const sql = connect({ ...home, addresses: { ...home.addresses, [cluster]: address } }, cluster, "owner", {
    max: 2,
    name: "copy",
  });
  return {
    sql,
    close: async () => {
      await sql.end({ timeout: 2 });
      await stopCluster(place, cluster);
      rmSync(sockets, { recursive: true, force: true });
    },
  };
}

/** How often one of these byte strings stands anywhere below a folder, in whatever file: one pass, however many they are. */
export function occurrences(folder: string, needles: readonly Buffer[]): number {
  return countBelow(folder, finderOf(needles));
}

interface Finder {
  /** A bit for the first three bytes of each needle. */
  readonly begins: Uint8Array;
  readonly byBegin: ReadonlyMap<number, readonly Buffer[]>;
}

function finderOf(needles: readonly Buffer[]): Finder {
  const begins = new Uint8Array(2 ** 21);
  const byBegin = new Map<number, Buffer[]>();
  for (const needle of needles) {
    const begin = needle.readUIntBE(0, 3);
    begins[begin >>> 3] = (begins[begin >>> 3] ?? 0) | (1 << (begin & 7));
    const same = byBegin.get(begin);
    if (same === undefined) byBegin.set(begin, [needle]);
    else same.push(needle);
  }
  return { begins, byBegin };
}

function countBelow(folder: string, finder: Finder): number {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) count += countBelow(path, finder);
    else if (entry.isFile()) count += countIn(readFileSync(path), finder);
  }
  return count;
}

function countIn(bytes: Buffer, { begins, byBegin }: Finder): number {
  let count = 0;
  let begin = 0;
  for (let at = 0; at < bytes.length; at++) {
    begin = ((begin << 8) | (bytes[at] ?? 0)) & 0xffffff;
    if (at < 2 || ((begins[begin >>> 3] ?? 0) & (1 << (begin & 7))) === 0) continue;
    for (const needle of byBegin.get(begin) ?? []) {
      if (at - 2 + needle.length > bytes.length) continue;
      if (bytes.compare(needle, 0, needle.length, at - 2, at - 2 + needle.length) === 0) count++;
    }
  }
  return count;
}
