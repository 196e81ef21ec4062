import { spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { startCluster, stopCluster } from "#db/embedded/cluster.ts";
import { openPlace } from "#db/embedded/place.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";

/** A small disk of its own under a folder. */
export interface SmallDisk {
  /** Leaves no byte free; called again it takes what was freed meanwhile. Answers whether the disk is full now. */
  fill(): boolean;
  free(): void;
  unmount(): void;
}

/** Why no disk can be made here, or null. */
export function hindrance(): string | null {
  if (process.platform !== "linux") return "a small disk is a tmpfs, which is Linux's";
  if (process.getuid?.() !== 0) return "only root can mount a small disk; a played error is no full disk";
  return null;
}

/** The folder's content moves onto a disk of so many megabytes more than it takes; nothing may run on it. */
export function putOnSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, gid, mode } = statSync(folder);
  const aside = `${folder}.aside`;
  run("cp", "-a", folder, aside);
  const taken = Number(run("du", "-sm", aside).split("\t")[0]);
  const owner = `uid=${uid},gid=${gid},mode=${(mode & 0o777).toString(8)}`;
  run("mount", "-t", "tmpfs", "-o", `size=${taken + megabytes}m,${owner}`, "gallra-bench", folder);
  run("cp", "-a", `${aside}/.`, folder);
  rmSync(aside, { recursive: true, force: true });
  chownSync(folder, uid, gid);
  const filler = join(folder, "filler");
  return {
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    unmount() {
      spawnSync("umount", ["-l", folder], { timeout: 10_000 });
    },
  };
}

/** Both clusters, while they stand still. */
export async function clustersOnSmallDisk(clusters: OwnClusters, megabytes: number): Promise<SmallDisk> {
  const place = openPlace(clusters.home);
  const both = ["data", "keyring"] as const;
  for (const cluster of both) await stopCluster(place, cluster);
  const disk = putOnSmallDisk(place.base, megabytes);
  for (const cluster of both) await startCluster(place, cluster);
  return disk;
}

/** What stands on a disk must be still before that goes. */
export async function stopClusters(clusters: OwnClusters): Promise<void> {
  const place = openPlace(clusters.home);
  for (const cluster of ["data", "keyring"] as const) await stopCluster(place, cluster, "immediate");
}

const BLOCK = Buffer.alloc(65_536, 1);

function fillUp(filler: string): boolean {
  const file = openSync(filler, "a");
  try {
    for (let size = BLOCK.length; ; ) {
      try {
        if (writeSync(file, BLOCK, 0, size) < size) size = 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        if (size === 1) return true;
        size = 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

function run(command: string, ...words: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, { timeout: 60_000, encoding: "utf8" });
  if (error !== undefined || status !== 0)
    throw new Error(`${command}: ${error?.message ?? stderr.trim()}`, { cause: error });
  return stdout;
}

/** A log goes on to the end of the last page that it has on a full disk: empty lines take what is left of it. */
export function endPages(home: string): void {
  const folder = join(home, "logs");
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".log"))) {
    const { size } = statSync(join(folder, name));
    const left = (PAGE - (size % PAGE)) % PAGE;
    const file = openSync(join(folder, name), "a");
    try {
      if (left > 0) writeSync(file, "\n".repeat(left));
    } catch (error) {
      // Somebody has written meanwhile, to the very end of it.
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }
}

const PAGE = 4_096;

/** Whether a log of the home says that lines were lost. */
export function tellsLostLines(home: string): boolean {
  const folder = join(home, "logs");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .some((name) => spawnSync("grep", ["-q", "log.lines-lost", join(folder, name)], { timeout: 10_000 }).status === 0);
}
