import { readFirstSignIns } from "../first-sign-in.ts";
import { readCertificate } from "../web/certificate.ts";
import { ensureBuilt } from "./build.ts";
import { type ChildSpec, supervise, type SupervisedChild } from "./child.ts";
import { ensureDemo, playsDemo } from "./demo.ts";
import { ensureFirstAccount, forgetUsedSignIns } from "./first-account.ts";
import { prepareHome, takeHome } from "./home.ts";
import { checkPort } from "./port.ts";
import { ensureSecrets } from "./secrets.ts";
import { stopRequest } from "./stop-request.ts";
import { welcome } from "./welcome.ts";
import { connect } from "#db/clients.ts";
import { migrate } from "#db/migrate.ts";
import { type OpenClusters, openClusters } from "#db/open-clusters.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { Env } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog, errorFields, type Log } from "#server/log.ts";

const SIGN_IN_LOOK_MS = 30_000;
const PREDECESSOR_MS = 15_000;

const CHILDREN: readonly ChildSpec[] = [
  { name: "web", file: "bin/web.ts" },
  { name: "worker", file: "workers/main.ts" },
  { name: "collector", file: "workers/collector.ts" },
];

/** Starts everything, waits until it is asked to stop, stops everything. Answers the exit code; throws AppError. */
export async function runProduct(root: string, env: Env, empty: boolean): Promise<number> {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const log = createLog("supervisor");
  const stop = stopRequest();
  prepareHome(env.home);
  const lock = takeHome(env.home);
  try {
    await checkPort(env.host, env.port, "GALLRA_PORT", lock.tookOver ? PREDECESSOR_MS : 0);
    if (env.httpPort !== undefined)
      await checkPort(env.host, env.httpPort, "GALLRA_HTTP_PORT", lock.tookOver ? PREDECESSOR_MS : 0);
    const certificate = await readCertificate(env, new Date());
    await ensureSecrets(env.home);
    const [clusters] = await both(openClusters(env), ensureBuilt(root, say));
    try {
      await prepareData(env, log, clusters, empty, say);
      const children = startChildren(root, env, log);
      try {
        const port = await Promise.race([webPort(children), stop.asked]);
        if (port !== null) say(welcome(env, port, certificate, readFirstSignIns(env.home)));
        const forgetting = forgetSignIns(env, log, clusters);
        await stop.asked;
        await forgetting.end();
        say("Stopping ...");
      } finally {
        await Promise.all([...children.values()].map((child) => child.stop()));
      }
    } finally {
      await clusters.stop();
    }
  } finally {
    lock.release();
  }
  return 0;
}

/** Waits for both; when one fails, clusters that were started by the other are stopped. */
async function both(clusters: Promise<OpenClusters>, built: Promise<void>): Promise<[OpenClusters]> {
  const [opened, build] = await Promise.allSettled([clusters, built]);
  if (opened.status === "rejected") throw opened.reason;
  if (build.status === "rejected") {
    await opened.value.stop();
    throw build.reason;
  }
  return [opened.value];
}

/** Migrated, the keyring opened once (a lost root key and an open ledger are found here), demo and first account made. */
async function prepareData(
  env: Env,
  log: Log,
  clusters: OpenClusters,
  empty: boolean,
  say: (text: string) => void,
): Promise<void> {
  await migrate(clusters.clusterHome);
  const installation = await openInstallation(env, {
    log,
    name: "supervisor",
    roles: ["web", "keeper"],
    connections: 1,
  });
  try {
    await ensureDemo(env, log, empty, say);
    const web = installation.sql.web;
    if (web === undefined) throw new Error("the supervisor asked for the door web");
    await ensureFirstAccount(env.home, web);
    await forgetUsedSignIns(env.home, web);
  } finally {
    await installation.close();
  }
}

/** Looks for used first sign-ins now and then, for as long as there are any. */
function forgetSignIns(env: Env, log: Log, clusters: OpenClusters): { end(): Promise<void> } {
  const web = connect(clusters.clusterHome, "data", "web", { max: 1, name: "supervisor" });
  const timer = setInterval(() => {
    if (readFirstSignIns(env.home).length === 0) clearInterval(timer);
    forgetUsedSignIns(env.home, web).catch((error: unknown) => log.warn("sign-ins-not-forgotten", errorFields(error)));
  }, SIGN_IN_LOOK_MS);
  return {
    end: () => {
      clearInterval(timer);
      return web.end({ timeout: 1 });
    },
  };
}

function startChildren(root: string, env: Env, log: Log): Map<string, SupervisedChild> {
  const specs = playsDemo(env.home) ? [...CHILDREN, { name: "demo", file: "bin/demo/player.ts" }] : CHILDREN;
  return new Map(specs.map((spec) => [spec.name, supervise(root, spec, env, log)]));
}

async function webPort(children: ReadonlyMap<string, SupervisedChild>): Promise<number | null> {
  const web = children.get("web");
  if (web === undefined) throw new Error("there is no web child");
  try {
    return Number((await web.ready)["port"]);
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "The portal did not start. The reason stands at the end of logs/web.log in the home.",
      { cause },
    );
  }
}
