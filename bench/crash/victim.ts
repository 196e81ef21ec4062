import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MEMORY_FLAGS, THREADS } from "#bin/bootstrap/flags.mjs";
import type { TestDatabase } from "#db/testing/database.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A process of the product that is going to be killed. */
export interface Victim {
  readonly ready: Promise<void>;
  readonly pid: number;
  /** The signal it died of, once it is dead. */
  readonly died: Promise<NodeJS.Signals | null>;
  /** kill -9; true when that is what it died of. */
  kill(): Promise<boolean>;
}

export type VictimKind = "collector" | "worker" | "generation";

const FILES: Record<VictimKind, string> = {
  collector: "workers/collector.ts",
  worker: "workers/main.ts",
  generation: "bench/keys/generation-child.ts",
};

/** `point`: the process kills itself there, and leaves a mark before (see `kill-at.ts`). */
export function startVictim(home: string, kind: VictimKind, point?: { name: string; mark: string }): Victim {
  const flags = [...(MEMORY_FLAGS[kind] ?? []), ...(point === undefined ? [] : ["--import", preload(point)])];
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [...flags, "--disable-warning=ExperimentalWarning", join(ROOT, FILES[kind])], {
    cwd: ROOT,
    env: { ...THREADS, PATH, NODE_COMPILE_CACHE, GALLRA_HOME: home, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const died = new Promise<NodeJS.Signals | null>((done) => child.once("exit", (_, signal) => done(signal)));
  return {
    ready: readiness(child, died),
    pid: child.pid ?? -1,
    died,
    async kill() {
      child.kill("SIGKILL");
      return (await died) === "SIGKILL";
    },
  };
}

/** Whether a process that died was at its point: the mark it left there, removed for the next one. */
export function takeMark(mark: string): boolean {
  const found = existsSync(mark);
  rmSync(mark, { force: true });
  return found;
}

function preload(point: { name: string; mark: string }): string {
  const url = pathToFileURL(join(import.meta.dirname, "kill-at.ts"));
  url.search = new URLSearchParams(point).toString();
  return url.href;
}

async function readiness(child: ChildProcess, died: Promise<unknown>): Promise<void> {
  const ready = new Promise<void>((done) => child.once("message", () => done()));
  await Promise.race([ready, died]);
}

/** The queue believes in a job of a dead worker for a while, and makes no second one; before the first start there is no queue. */
export async function forgetTheDead(db: TestDatabase): Promise<void> {
  const jobs = db.data("jobs");
  const [queue] = await jobs`select to_regclass('pgboss.job') is not null as there`;
  if (queue?.["there"] !== true) return;
  await jobs`update pgboss.job set state = 'failed', completed_on = now() where state in ('active', 'retry')`;
}
