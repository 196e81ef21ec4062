import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The postmaster that a data directory's postmaster.pid names, or null when none of ours runs there. A file left by a
 * crash, whose number now belongs to another program, is removed: Postgres would refuse to start because of it.
 */
export function runningPostmaster(dataFolder: string): number | null {
  const file = join(dataFolder, "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  if (Number.isInteger(pid) && pid > 1 && isAlive(pid) && isPostgres(pid, dataFolder)) return pid;
  rmSync(file, { force: true });
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Linux tells a program's folder and name; elsewhere a living number is believed and pg_ctl has the last word. */
function isPostgres(pid: number, dataFolder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return (command[0] ?? "").endsWith("postgres") && command.includes(dataFolder);
  } catch {
    return false;
  }
}
