import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Processor time in microseconds spent so far by this process and by the clusters, children that have ended included. */
export function cpuSoFar(base: string): { node: number; data: number; keyring: number } {
  const { user, system } = process.cpuUsage();
  const stats = readStats();
  return {
    node: user + system,
    data: clusterTime(stats, join(base, "data")),
    keyring: clusterTime(stats, join(base, "keyring")),
  };
}

interface Stat {
  readonly parent: number;
  readonly own: number;
  /** Of children that were waited for. */
  readonly children: number;
}

/** Linux counts in hundredths of a second. */
const TICK_US = 10_000;

function clusterTime(stats: ReadonlyMap<number, Stat>, folder: string): number {
  const postmaster = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
  let ticks = 0;
  for (const [pid, stat] of stats) {
    if (pid === postmaster) ticks += stat.own + stat.children;
    else if (stat.parent === postmaster) ticks += stat.own;
  }
  return ticks * TICK_US;
}

function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = text
        .slice(text.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
      const [parent = 0, own = 0, ownSystem = 0, children = 0, childrenSystem = 0] = [
        fields[1],
        fields[11],
        fields[12],
        fields[13],
        fields[14],
      ];
      stats.set(Number(name), { parent, own: own + ownSystem, children: children + childrenSystem });
    } catch {
      // The process ended while it was read.
    }
  }
  return stats;
}
