import { join } from "node:path";
import { readClusterHome } from "#db/cluster-home.ts";
import { publishInboxKeys } from "#server/collect/publish-inbox-keys.ts";
import { door } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { openIngest } from "#server/ingest/index.ts";
import { openInstallation } from "#server/installation.ts";
import { createLog, errorFields } from "#server/log.ts";
import { keepOwnLog } from "#server/maintenance/logs/own-log.ts";
import { watchWorker } from "#server/maintenance/metrics/gauges.ts";
import { watchCopies } from "#server/maintenance/metrics/copies-gauges.ts";
import { watchGuards } from "#server/maintenance/metrics/guard-gauges.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";
import { serveMetrics } from "#server/maintenance/metrics/serve-metrics.ts";
import { keepPresence } from "#server/maintenance/presence.ts";
import { canaryIsDue } from "./canary/is-due.ts";
import { makeHandlers } from "./handlers/index.ts";
import { startIngestLoop } from "./handlers/ingest-loop.ts";
import { carryOut, pausedNow, tidyJobs } from "./queue/carry-out.ts";
import { openQueue, type Queue, type Watch } from "./queue/open-queue.ts";

const log = createLog("worker");
const LAST_WORDS_MS = 1_000;
const stopping = Promise.withResolvers<void>();
process.once("SIGTERM", () => stopping.resolve());
process.once("SIGINT", () => stopping.resolve());
process.once("disconnect", () => stopping.resolve());

// The worker: it reads the inbox, and carries out what people and the calendar ask for.
try {
  const env = readEnv();
  keepOwnLog(env.home, "worker", log);
  const installation = await openInstallation(env, { log, name: "worker", roles: ["web", "ingest", "keeper"] });
  const inbox = join(env.home, "inbox");
  await publishInboxKeys(installation);
  watchWorker(installation, inbox);
  watchCopies(installation);
  watchGuards(installation);
  serveMetrics(env.metricsPort, log);
  const presence = keepPresence(door(installation, "keeper"), "worker", env, log);
  const queue: Queue = await openQueue(
    readClusterHome(env.home),
    makeHandlers(installation, inbox, {
      send: (name, payload) => queue.send(name, payload),
      tidy: (signal) => tidyJobs(installation, queue, signal),
    }),
    log,
    { paused: await pausedNow(installation), watch: countJobs() },
  );
  const ending = new AbortController();
  const carrying = carryOut(installation, queue, ending.signal);
  // What a schedule missed while nothing ran, and what a kill left half done.
  for (const job of ["reconcile", "prepare-days", "expire-exports", "sweep", "generation", "audit-heads"] as const)
    await queue.send(job, {});
  await queue.send("measure-copies", {});
  if (await canaryIsDue(installation)) await queue.send("canary", {});
  // Last of all: whoever sees calls come in sees a worker that has started, and outlives its database from here on.
  const loop = startIngestLoop(openIngest(installation), inbox);
  log.info("worker.started");
  process.send?.({ ready: true });
  await stopping.promise;
  ending.abort();
  await Promise.all([loop.stop(), carrying]);
  await queue.stop();
  await presence.end();
  await installation.close();
  log.info("worker.stopped");
} catch (error) {
  log.error("worker.failed", errorFields(error));
  if (error instanceof AppError) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  // Its connections and timers would keep it: alive to everybody, of no use, and nobody would start the next one.
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}
if (process.connected) process.disconnect();

function countJobs(): Watch {
  const { jobsEnded, jobSeconds } = metrics();
  return {
    ended(job, outcome, ms) {
      jobsEnded.inc({ job, outcome });
      jobSeconds.observe({ job }, ms / 1000);
    },
  };
}
