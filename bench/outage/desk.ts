import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { keepRunning } from "#db/embedded/keep-running.ts";
import { openOwnClusters, type OwnClusters } from "#db/testing/own-clusters.ts";
import { withCompany } from "#db/with-company.ts";
import { addSource, startSource } from "#server/collect/index.ts";
import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createSecrets } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { notReady, type ReadyPart } from "#server/maintenance/health/readiness.ts";
import {
  allowPort,
  COLLECTOR_PRIVATE,
  COLLECTOR_PUBLIC,
  newCollectorKey,
  publicHalfOf,
} from "#server/sources/index.ts";
import { asFirstCompany } from "../crash/first-company.ts";
import { ROOT, type Running, startProcess } from "./process.ts";
import { openSenders, type Senders } from "./senders.ts";
import { drained, type Verdict, verdictOf } from "./verdict.ts";
import { freePort } from "#db/testing/free-port.ts";

/** A whole product with clusters of its own: collector, worker and (where it is built) the portal, while calls come in. */
export interface OutageDesk {
  readonly clusters: OwnClusters;
  readonly home: string;
  readonly senders: Senders;
  /** Whether the portal runs too; it needs a build. */
  readonly withPortal: boolean;
  /** What the portal says is not ready now; empty when it serves. */
  notReady(): Promise<readonly ReadyPart[]>;
  /** Names of processes that have exited: none ever should. */
  exited(): string[];
  readonly worker: Pick<Running, "pause" | "goOn">;
  /** Problems that the sources have now, as their pages show them; null when the database is away. */
  problems(): Promise<string[] | null>;
  stored(): Promise<number | null>;
  /** How often a cluster that had ended by itself was started again. */
  readonly restarts: { n: number };
  verdict(): Promise<Verdict>;
  /** Waits until all that must be stored is; answers the verdict of then. */
  drain(): Promise<Verdict>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** Called when the clusters stand and nothing runs on them yet. */
  readonly prepare?: (clusters: OwnClusters) => Promise<void>;
  /** Called when everything has ended but the clusters, however far the start came. */
  readonly beforeEnd?: (clusters: OwnClusters) => Promise<void>;
  /** Processes keep their logs in the home, as under a service manager. */
  readonly ownLogs?: boolean;
  /** Clusters that die are started again, as the supervisor does. */
  readonly supervised?: boolean;
}

export async function openOutageDesk(options: DeskOptions = {}): Promise<OutageDesk> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const end of closing.splice(0)) await end();
  };
  try {
    return { ...(await build(closing, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(closing: (() => unknown)[], options: DeskOptions): Promise<Omit<OutageDesk, "close">> {
  const clusters = await openOwnClusters();
  closing.unshift(() => clusters.close());
  const { home } = clusters;
  closing.unshift(() => options.beforeEnd?.(clusters));
  await options.prepare?.(clusters);
  const restarts = { n: 0 };
  if (options.supervised === true) {
    const tell = (event: string) => void (event === "cluster.started" && restarts.n++);
    const keeper = keepRunning(home, { clusters: ["data", "keyring"], tell });
    closing.unshift(() => keeper.end());
  }
  await createSecrets(home);
  const secret = (name: string, text: string) => writeFileSync(join(home, "secrets", name), text, { mode: 0o600 });
  secret("collector.key", "c".repeat(43));
  const privateText = newCollectorKey();
  secret(COLLECTOR_PRIVATE, privateText);
  secret(COLLECTOR_PUBLIC, publicHalfOf(privateText));
  const folder = join(home, "shared", "prov", "1");
  const [port, token] = [await freePort(), randomBytes(24).toString("hex")];
  // A worker that is a process of its own goes by today's clock: numbers of older calls would have expired, and none be stored.
  const senders = openSenders(folder, port, token, Math.floor(Date.now() / DAY_MS - DAYS_AGO) * DAY_MS);
  const companyId = await makeSources(home, folder, port, token);
  const withPortal = existsSync(join(ROOT, ".next", "BUILD_ID"));
  const running = startAll(home, withPortal ? await freePort() : null, options.ownLogs === true);
  closing.unshift(() => Promise.all(running.map((one) => one.end())));
  const portal = await openInstallation(readEnv({ GALLRA_HOME: home }), {
    log: createLog("portal", () => undefined),
    name: "portal",
    roles: ["web", "keeper"],
    connections: 2,
  });
  closing.unshift(() => portal.close());
  const asked = async <T>(ask: () => Promise<T>): Promise<T | null> =>
    await Promise.race([ask(), wait(4_000, null, { ref: false })]).catch(() => null);
  const verdict = () => verdictOf(clusters.data("owner"), companyId, senders);
  return {
    clusters,
    home,
    senders,
    withPortal,
    restarts,
    notReady: () => notReady(Promise.resolve(portal)),
    worker: running.find((one) => one.name === "worker") ?? running[0] ?? NOBODY,
    exited: () => running.filter((one) => one.exited()).map((one) => one.name),
    problems: () => asked(() => problemsOf(clusters, companyId)),
    stored: () => asked(() => countOf(clusters, companyId)),
    verdict,
    drain: () => drained(verdict),
  };
}

const DAY_MS = 86_400_000;
const DAYS_AGO = 20;

const NOBODY: Pick<Running, "pause" | "goOn"> = { pause: () => undefined, goOn: () => undefined };

function startAll(home: string, portalPort: number | null, ownLogs: boolean): Running[] {
  const processes = [
    { name: "collector", file: "workers/collector.ts", env: {} },
    { name: "worker", file: "workers/main.ts", env: {} },
    ...(portalPort === null
      ? []
      : [{ name: "web", file: "bin/web.ts", env: { GALLRA_PORT: String(portalPort), GALLRA_HOST: "127.0.0.1" } }]),
  ];
  return processes.map((one) => startProcess(home, one, ownLogs));
}

async function makeSources(home: string, folder: string, port: number, token: string): Promise<number> {
  return await asFirstCompany(home, async (ctx) => {
    allowPort(home, "prov", { kind: "address", address: "127.0.0.1", from: port, to: port });
    const common = { driver: "asterisk-cdr-csv", timeZone: "UTC" };
    const files = { path: folder, pattern: "cdr-*.csv", restSeconds: 0.2 };
    const push = { address: "127.0.0.1", port, encryption: "none" };
    const made = [
      await addSource(ctx, { ...common, name: "files", settings: files }),
      await addSource(ctx, {
        ...{ ...common, name: "push", transport: "http-push" as const },
        ...{ settings: push, credentials: { token } },
      }),
    ];
    for (const source of made) await startSource(ctx, source);
    return ctx.company.id;
  });
}

function problemsOf(clusters: OwnClusters, companyId: number): Promise<string[]> {
  return withCompany(clusters.data("owner"), companyId, async (tx) => {
    const rows =
      await tx`select state_reason from data.source where company_id = ${companyId} and state_reason is not null`;
    return rows.map((row) => String(row["state_reason"]));
  });
}

function countOf(clusters: OwnClusters, companyId: number): Promise<number> {
  return withCompany(clusters.data("owner"), companyId, async (tx) => {
    const [row] = await tx`select count(*)::int as n from data.call_record where company_id = ${companyId}`;
    return Number(row?.["n"]);
  });
}
