import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { shortHash } from "../embedded/place.ts";
import { isAlive } from "../embedded/postmaster.ts";

/** The home of the clusters that all test processes of one working tree share. */
export const SHARED_HOME = join(
  tmpdir(),
  `gallra-test-${process.getuid?.() ?? 0}-${shortHash(resolve(import.meta.dirname, "../.."))}`,
);

/** How the homes of a test process's databases begin, so that they can be found when it was killed. */
export function testHomePrefix(pid: number): string {
  return join(tmpdir(), `gallra-test-home-${pid}-`);
}

const USERS = join(SHARED_HOME, "users");
const READY = join(SHARED_HOME, "ready");
const KEEPER = join(SHARED_HOME, "keeper");

/** Announces this process; the clusters run as long as an announced process lives. */
export function announce(): void {
  mkdirSync(USERS, { recursive: true, mode: 0o700 });
  writeFileSync(join(USERS, String(process.pid)), "");
}

export function withdraw(pid: number): void {
  rmSync(join(USERS, String(pid)), { force: true });
}

/** The announced processes, told apart by whether they still live. */
export function announced(): { readonly living: number[]; readonly dead: number[] } {
  const pids = readdirSync(USERS).map(Number).filter(Number.isInteger);
  return { living: pids.filter(isAlive), dead: pids.filter((pid) => !isAlive(pid)) };
}

export function sayReady(ready: boolean): void {
  if (ready) writeFileSync(READY, String(process.pid));
  else rmSync(READY, { force: true });
}

export function isReady(): boolean {
  return livingPid(READY) !== null;
}

/** Only one process keeps the clusters. Answers whether it is this one. */
export function becomeKeeper(): boolean {
  mkdirSync(USERS, { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(KEEPER, String(process.pid), { flag: "wx" });
      return true;
    } catch {
      if (livingPid(KEEPER) !== null) return false;
      rmSync(KEEPER, { force: true });
    }
  }
  return false;
}

export function hasKeeper(): boolean {
  return livingPid(KEEPER) !== null;
}

function livingPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}
