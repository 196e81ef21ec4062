import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** What this process counts. Labels come from closed sets: procedures, codes, jobs; never a name, a number or an address. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<"procedure" | "code">;
  readonly requestSeconds: Histogram<"procedure">;
  readonly refusals: Counter<"code">;
  readonly ingested: Counter<"what">;
  readonly collected: Counter<"what">;
  readonly jobsEnded: Counter<"job" | "outcome">;
  readonly jobSeconds: Histogram<"job">;
  readonly browserErrors: Counter<"kind">;
}

const KEY = Symbol.for("gallra.metrics");
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_BUCKETS = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3_600];

/** One registry a process: the portal's bundler may load this module several times. */
export function metrics(): Metrics {
  const kept: unknown = Reflect.get(globalThis, KEY);
  if (kept !== undefined) return kept as Metrics;
  const made = makeMetrics();
  Reflect.set(globalThis, KEY, made);
  return made;
}

function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: "gallra_requests_total",
      help: "Calls of the portal's procedures, by how they ended",
      labelNames: ["procedure", "code"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "gallra_request_seconds",
      help: "How long procedures took",
      labelNames: ["procedure"],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
    refusals: new Counter({
      name: "gallra_keyring_refusals_total",
      help: "What could not be opened, by reason",
      labelNames: ["code"],
      registers,
    }),
    ingested: new Counter({
      name: "gallra_ingested_total",
      help: "Segments, records, duplicates and undefined lines that were stored",
      labelNames: ["what"],
      registers,
    }),
    collected: new Counter({
      name: "gallra_collected_total",
      help: "Bytes, files, frames and errors of the sources that this collector holds",
      labelNames: ["what"],
      registers,
    }),
    jobsEnded: new Counter({
      name: "gallra_jobs_ended_total",
      help: "Jobs by how they ended",
      labelNames: ["job", "outcome"],
      registers,
    }),
    jobSeconds: new Histogram({
      name: "gallra_job_seconds",
      help: "How long jobs took",
      labelNames: ["job"],
      buckets: JOB_BUCKETS,
      registers,
    }),
    browserErrors: new Counter({
      name: "gallra_browser_errors_total",
      help: "Errors of the portal's pages that browsers told",
      labelNames: ["kind"],
      registers,
    }),
  };
}

const REFUSALS: ReadonlySet<string> = new Set(["gone", "expired", "corrupt", "fenced"]);

/** One call of a procedure; `code` is "ok" or an error code. */
export function countRequest(procedure: string, code: string, seconds: number): void {
  const { requests, requestSeconds, refusals } = metrics();
  requests.inc({ procedure, code });
  requestSeconds.observe({ procedure }, seconds);
  if (REFUSALS.has(code)) refusals.inc({ code });
}
