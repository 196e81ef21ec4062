import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../embedded/postmaster.ts";

/** What several test processes use together and one keeper starts and stops. */
export interface SharedPlace {
  readonly folder: string;
  /** Announces this process; what is shared runs as long as an announced process lives. */
  announce(): void;
  withdraw(pid: number): void;
  /** The announced processes, told apart by whether they still live. */
  announced(): { readonly living: number[]; readonly dead: number[] };
  /** Said by the keeper alone; it counts as long as the keeper lives. */
  sayReady(ready: boolean): void;
  isReady(): boolean;
  /** Only one process keeps it. Answers whether it is this one. */
  becomeKeeper(): boolean;
  hasKeeper(): boolean;
}

/** Marks in a folder: a file per user named by its process, one for the keeper, one that says it is ready. */
export function sharedPlace(folder: string): SharedPlace {
  const users = join(folder, "users");
  const ready = join(folder, "ready");
  const keeper = join(folder, "keeper");
  return {
    folder,
    announce() {
      mkdirSync(users, { recursive: true, mode: 0o700 });
      writeFileSync(join(users, String(process.pid)), "");
    },
    withdraw: (pid) => rmSync(join(users, String(pid)), { force: true }),
    announced() {
      const pids = readdirSync(users).map(Number).filter(Number.isInteger);
      return { living: pids.filter(isAlive), dead: pids.filter((pid) => !isAlive(pid)) };
    },
    sayReady(yes) {
      if (yes) writeFileSync(ready, String(process.pid));
      else rmSync(ready, { force: true });
    },
    isReady: () => livingPid(ready) !== null,
    becomeKeeper() {
      mkdirSync(users, { recursive: true, mode: 0o700 });
      for (let attempt = 0; attempt < 3; attempt++) {
        try {
          writeFileSync(keeper, String(process.pid), { flag: "wx" });
          return true;
        } catch {
          if (livingPid(keeper) !== null) return false;
          rmSync(keeper, { force: true });
        }
      }
      return false;
    },
    hasKeeper: () => livingPid(keeper) !== null,
  };
}

function livingPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}
