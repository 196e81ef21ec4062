import type { HealthResult, HealthSentence, HealthState } from "../../domain/health.ts";
import { apart } from "./apart.ts";
import { backups } from "./backups.ts";
import { canary } from "./canary.ts";
import { certificate } from "./certificate.ts";
import { clocks } from "./clocks.ts";
import { dataCluster, keyringCluster } from "./clusters.ts";
import { copies } from "./copies.ts";
import { disk } from "./disk.ts";
import { generation } from "./generation.ts";
import { inbox } from "./inbox.ts";
import { keys } from "./keys.ts";
import { ledger } from "./ledger.ts";
import { logs } from "./logs.ts";
import { migrations } from "./migrations.ts";
import { oldest } from "./oldest.ts";
import { processes } from "./processes.ts";
import { processing } from "./processing.ts";
import { queue } from "./queue.ts";
import { secrets } from "./secrets.ts";
import type { HealthCheck, HealthSite } from "./site.ts";
import { sweep } from "./sweep.ts";

/** Every check there is, in the order in which they are shown. */
const CHECKS: readonly HealthCheck[] = [
  processes,
  dataCluster,
  keyringCluster,
  migrations,
  keys,
  generation,
  apart,
  ledger,
  secrets,
  clocks,
  disk,
  queue,
  sweep,
  inbox,
  processing,
  certificate,
  logs,
  copies,
  oldest,
  canary,
  backups,
];

/** What is said of a check that could not be asked. */
const UNASKED: Readonly<Record<string, HealthSentence>> = {
  processes: "health.processes.missing",
  migrations: "health.migrations.other",
  keys: "health.keys.closed",
  generation: "health.generation.late",
  apart: "health.apart.one-disk",
  ledger: "health.ledger.broken",
  clocks: "health.clocks.apart",
  queue: "health.queue.none",
  sweep: "health.sweep.overdue",
  disk: "health.disk.full",
  copies: "health.copies.unasked",
  oldest: "health.oldest.unasked",
  canary: "health.canary.unasked",
  processing: "health.processing.unasked",
};
const PATIENCE_MS = 10_000;

/** Asks all checks at once; one that fails or does not answer within ten seconds is bad and hides no other. */
export async function runChecks(site: HealthSite): Promise<HealthResult[]> {
  return await Promise.all(CHECKS.map((check) => ask(check, site)));
}

/** The worst of them. */
export function worstOf(results: readonly HealthResult[]): HealthState {
  if (results.some((one) => one.state === "bad")) return "bad";
  return results.some((one) => one.state === "warn") ? "warn" : "ok";
}

async function ask(check: HealthCheck, site: HealthSite): Promise<HealthResult> {
  const timer = Promise.withResolvers<null>();
  const late = setTimeout(() => timer.resolve(null), PATIENCE_MS);
  try {
    const answer = await Promise.race([check.ask(site), timer.promise]);
    if (answer !== null) return { id: check.id, ...answer };
  } catch {
    // Told below, in words of ours: what failed may repeat a value.
  } finally {
    clearTimeout(late);
  }
  return { id: check.id, state: "bad", sentence: UNASKED[check.id] ?? "health.data-cluster.away", figures: {} };
}
