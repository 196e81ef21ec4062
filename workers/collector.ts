import { createLog, errorFields } from "#server/log.ts";
import { readEnv } from "#server/env.ts";
import { AppError } from "#server/domain/app-error.ts";
import { keepOwnLog } from "#server/maintenance/logs/own-log.ts";
import { serveMetrics } from "#server/maintenance/metrics/serve-metrics.ts";
import { keepPresence } from "#server/maintenance/presence.ts";
import { answerProbes } from "./collector/answer-probes.ts";
import { handFingerprints } from "./collector/hand-fingerprints.ts";
import { collect } from "./collector/collect.ts";
import { openCollector } from "./collector/collector-context.ts";

const log = createLog("collector");
const LAST_WORDS_MS = 1_000;
const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
process.once("SIGINT", () => ending.abort());
process.once("disconnect", () => ending.abort());

// The collector process: `npm start` runs one; a larger installation runs as many as it wants, on any machine.
try {
  const env = readEnv();
  keepOwnLog(env.home, "collector", log);
  const ctx = openCollector(env, log);
  serveMetrics(env.metricsPort, log);
  const presence = keepPresence(ctx.sql, "collector", env, log);
  log.info("collector.started", { holder: ctx.holder });
  process.send?.({ ready: true });
  await Promise.all([
    collect(ctx, ending.signal),
    answerProbes(ctx, ending.signal),
    handFingerprints(ctx, ending.signal),
  ]);
  await presence.end();
  await ctx.close();
  log.info("collector.stopped");
} catch (error) {
  log.error("collector.failed", errorFields(error));
  if (error instanceof AppError) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  // Its connections and timers would keep it: alive to everybody, of no use, and nobody would start the next one.
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}
if (process.connected) process.disconnect();
