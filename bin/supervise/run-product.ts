import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readFirstSignIns } from "../first-sign-in.ts";
import { readCertificate } from "../web/certificate.ts";
import { startBuild } from "./build.ts";
import { keepLine, lastComplaint } from "./child-log.ts";
import { type ChildSpec, type SupervisedChild, supervise } from "./child.ts";
import { ensureDemo, playsDemo } from "./demo.ts";
import { ensureFirstAccount, watchFirstSignIns } from "./first-account.ts";
import { prepareHome, takeHome } from "./home.ts";
import { keepLogs } from "./log-keeping.ts";
import { checkPort } from "./port.ts";
import { ensureSecrets } from "./secrets.ts";
import { showSupervisor } from "./show-supervisor.ts";
import { stopRequest } from "./stop-request.ts";
import { watchClusters } from "./watch-clusters.ts";
import { welcome } from "./welcome.ts";
import { leftBehind } from "#db/embedded/place.ts";
import { migrate } from "#db/migrate.ts";
import { openClusters } from "#db/open-clusters.ts";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { Env } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog, type Log } from "#server/log.ts";

const PREDECESSOR_MS = 15_000;
const DEMO_LOOK_MS = 2_000;

const WEB: ChildSpec = { name: "web", file: "bin/web.ts", metrics: 1 };
const BEHIND: readonly ChildSpec[] = [
  { name: "worker", file: "workers/main.ts", metrics: 2 },
  { name: "collector", file: "workers/collector.ts", metrics: 3 },
];
const PLAYER: ChildSpec = { name: "demo", file: "bin/demo/player.ts" };

/** What was started is undone in reverse order, however the start or the run ends. */
type Undo = (() => unknown)[];

interface Start {
  readonly root: string;
  readonly env: Env;
  readonly log: Log;
  readonly empty: boolean;
  say(text: string): void;
}

/** Starts everything, waits until it is asked to stop, stops everything. Answers the exit code; throws AppError. */
export async function runProduct(root: string, env: Env, empty: boolean): Promise<number> {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const stop = stopRequest();
  const undo: Undo = [];
  try {
    await Promise.race([
      startAll(
        { root, env, log: createLog("supervisor", (line) => keepLine(env.home, "supervisor", line)), empty, say },
        undo,
      ),
      stop.asked,
    ]);
    await stop.asked;
    say("Stopping ...");
  } finally {
    await undoAll(undo);
  }
  return 0;
}

/** One step that fails must not keep the others from being undone; the first failure is the one that is told. */
async function undoAll(undo: Undo): Promise<void> {
  const failures: unknown[] = [];
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function startAll(start: Start, undo: Undo): Promise<void> {
  const { root, env, log, say } = start;
  // A refused first start leaves no half-made home behind.
  if (!existsSync(join(env.home, "secrets"))) await checkPorts(env, 0);
  prepareHome(env.home);
  const lock = takeHome(env.home);
  undo.push(() => lock.release());
  await checkPorts(env, lock.tookOver ? PREDECESSOR_MS : 0);
  const keeping = keepLogs(env, log);
  undo.push(() => keeping.end());
  const certificate = await readCertificate(env, new Date());
  await ensureSecrets(env.home);

  for (const folder of leftBehind(env.home))
    say(`${folder} holds databases of an earlier home at this place. Remove it: its keys are gone.`);
  const build = startBuild(root, say);
  undo.push(() => build.abort());
  const children = childrenOf(start);
  // The portal takes as long to start as the clusters do; it opens its doors to them when somebody asks it for something.
  if (build.ready) children.start(WEB);

  const opening = openClusters(env);
  let watching: ReturnType<typeof watchClusters> | null = null;
  let isOver = false;
  undo.push(async () => {
    isOver = true;
    await watching?.end();
    await (await opening.catch(() => null))?.stop();
  });
  // Undone before the clusters: a child that loses its database in the middle of work would log a failure that is none.
  undo.push(() => children.stopAll());
  const { clusterHome } = await opening;
  if (!isOver) watching = watchClusters(env, log);
  await migrate(clusterHome);

  await prepareData(start);
  const isBuilding = await Promise.race([build.done.then(() => false), wait(0, true)]);
  if (isBuilding) say("The databases are ready; the portal is still being built ...");
  await build.done;

  const web = children.start(WEB);
  for (const spec of BEHIND) children.start(spec);
  undo.push(followDemo(env.home, children));
  const port = await webPort(web, env.home);
  const watch = watchFirstSignIns(clusterHome, log);
  undo.push(() => watch.end());
  const shown = showSupervisor(clusterHome, env, log);
  undo.push(() => shown.end());
  say(welcome(env, port, certificate, readFirstSignIns(env.home)));
}

async function checkPorts(env: Env, patienceMs: number): Promise<void> {
  await checkPort(env.host, env.port, "GALLRA_PORT", patienceMs);
  if (env.httpPort !== undefined) await checkPort(env.host, env.httpPort, "GALLRA_HTTP_PORT", patienceMs);
}

/** The keyring is opened once, so that a lost root key or an open ledger is found here; then demo and first account. */
async function prepareData({ env, log, empty, say }: Start): Promise<void> {
  const installation = await openInstallation(env, {
    log,
    name: "supervisor",
    roles: ["web", "keeper"],
    connections: 1,
  });
  try {
    // The collector writes with these keys, and starts beside the worker that looks after them later.
    await publishInboxKeys(installation);
    await ensureDemo(env, log, empty, say);
    const web = installation.sql.web;
    if (web === undefined) throw new Error("the supervisor asked for the door web");
    await ensureFirstAccount(env.home, web);
  } finally {
    await installation.close();
  }
}

/** The demo may be loaded and removed while the product runs: its systems write for as long as its note stands. */
function followDemo(home: string, children: Children): () => void {
  const look = () => {
    if (playsDemo(home)) children.start(PLAYER);
    else children.stop(PLAYER.name).catch(() => undefined);
  };
  look();
  const timer = setInterval(look, DEMO_LOOK_MS);
  return () => clearInterval(timer);
}

interface Children {
  /** Starts a child, or answers the one that was started. */
  start(spec: ChildSpec): SupervisedChild;
  /** Stops one if it was started. */
  stop(name: string): Promise<void>;
  stopAll(): Promise<unknown>;
}

function childrenOf({ root, env, log, say }: Start): Children {
  const running = new Map<string, SupervisedChild>();
  return {
    start(spec) {
      const child = running.get(spec.name) ?? supervise(root, spec, env, log, say);
      running.set(spec.name, child);
      return child;
    },
    async stop(name) {
      const child = running.get(name);
      running.delete(name);
      await child?.stop();
    },
    stopAll: () => Promise.all([...running.values()].map((child) => child.stop())),
  };
}

async function webPort(web: SupervisedChild, home: string): Promise<number> {
  try {
    return Number((await web.ready)["port"]);
  } catch (cause) {
    const reason = lastComplaint(home, "web");
    throw new AppError(
      "unavailable",
      `The portal did not start${reason === null ? "" : ` (${reason})`}. More stands at the end of the newest logs/web-….log in the home.`,
      { cause },
    );
  }
}
