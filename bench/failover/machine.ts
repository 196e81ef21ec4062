import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ClusterAddresses } from "#db/cluster-home.ts";
import type { Net, Place } from "./net.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A machine with a home of its own, an inbox of its own and a collector, which reaches the database through its network alone. */
export interface Machine {
  readonly place: Place;
  readonly inbox: string;
  readonly pid: number;
  start(): Promise<void>;
  /** kill -9; true when that is what it died of. */
  kill(): Promise<boolean>;
  /** As the kernel has it, e.g. "T" for one that was stopped. */
  state(): string;
  close(): Promise<void>;
}

export function openMachine(net: Net, place: Place, home: string, databasePort: number): Machine {
  const own = mkdtempSync(join(tmpdir(), `gallra-failover-${place}-`));
  for (const part of ["secrets", "source-permits.json"]) cpSync(join(home, part), join(own, part), { recursive: true });
  const file = join(own, "secrets", "clusters.json");
  const addresses = JSON.parse(readFileSync(file, "utf8")) as ClusterAddresses;
  const data = { ...addresses.data, host: net.database, port: databasePort };
  // A collector needs no keyring, and has no way to one.
  const keyring = { ...addresses.keyring, host: net.database, port: 9 };
  writeFileSync(file, JSON.stringify({ data, keyring }));
  const inbox = join(own, "inbox");
  mkdirSync(inbox, { mode: 0o700 });
  let running: Running | null = null;
  return {
    place,
    inbox,
    get pid() {
      return running?.pid ?? -1;
    },
    async start() {
      running = startCollector(net, place, own);
      await Promise.race([running.ready, running.died]);
    },
    async kill() {
      const one = running;
      running = null;
      if (one === null) return false;
      process.kill(one.pid, "SIGKILL");
      return (await one.died) === "SIGKILL";
    },
    state: () => /\) (\S)/.exec(readFileSync(`/proc/${running?.pid ?? 0}/stat`, "utf8"))?.[1] ?? "",
    async close() {
      if (running !== null) process.kill(running.pid, "SIGKILL");
      await running?.died;
      rmSync(own, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly pid: number;
  readonly ready: Promise<void>;
  readonly died: Promise<NodeJS.Signals | null>;
}

function startCollector(net: Net, place: Place, home: string): Running {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const script = join(ROOT, "workers/collector.ts");
  const [command = "", ...words] = net.on(place, [process.execPath, "--disable-warning=ExperimentalWarning", script]);
  const child = spawn(command, words, {
    cwd: ROOT,
    env: { PATH, NODE_COMPILE_CACHE, GALLRA_HOME: home, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return {
    pid: child.pid ?? -1,
    ready: new Promise((done) => child.once("message", () => done())),
    died: new Promise((done) => child.once("exit", (_, signal) => done(signal))),
  };
}
