import type { ClusterHome } from "#db/cluster-home.ts";
import { JOBS, type JobName } from "#server/jobs/catalogue.ts";

const HEARTBEAT_SECONDS = 20;
const DAY_SECONDS = 86_400;

/** The longest that pg-boss itself keeps a finished job; the job `tidy-jobs` deletes sooner, by the rules of the installation. */
const KEEP_SECONDS = 3_650 * DAY_SECONDS;

/** How pg-boss reaches its schema: as gallra_jobs, its owner, over few connections. */
export function bossOptions(home: ClusterHome) {
  const address = home.addresses.data;
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: "gallra_jobs",
    password: home.passwords.data.jobs ?? "",
    ssl: address.tls === false ? (false as const) : { rejectUnauthorized: address.tls === "verify" },
    schema: "pgboss",
    createSchema: false,
    application_name: "gallra queue",
    max: 4,
    superviseIntervalSeconds: 30,
    persistWarnings: false,
  };
}

export function queueOptions(name: JobName) {
  const { retryLimit, retryDelay, expireInSeconds, ...rest } = JOBS[name];
  return {
    retryLimit,
    retryDelay,
    ...("retryBackoff" in rest ? { retryBackoff: rest.retryBackoff, retryDelayMax: 300 } : {}),
    expireInSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
    retentionSeconds: 14 * DAY_SECONDS,
  };
}
