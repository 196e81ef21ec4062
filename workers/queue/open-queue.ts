import { PgBoss } from "pg-boss";
import type { ClusterHome } from "#db/cluster-home.ts";
import { connect } from "#db/clients.ts";
import { JOB_NAMES, JOBS, type JobHandlers, type JobName } from "#server/jobs/catalogue.ts";
import { enqueueFunction } from "#server/jobs/install.ts";
import { errorFields, type Log } from "#server/log.ts";

export interface Queue {
  send(name: JobName, payload: object): Promise<void>;
  /** Waits for running jobs, ten seconds at most; what is cut off is repeated after the next start. */
  stop(): Promise<void>;
}

/**
 * Starts pg-boss in the worker, the only process that runs it: queues, schedules and one handler a job. A missed schedule
 * runs once after an outage. Finished jobs are kept for a day; they hold ids only.
 */
export async function openQueue(home: ClusterHome, handlers: JobHandlers, log: Log): Promise<Queue> {
  const boss = new PgBoss(bossOptions(home));
  boss.on("error", (error) => log.warn("queue-error", errorFields(error)));
  await boss.start();
  for (const name of JOB_NAMES) await makeQueue(boss, name);
  await installEnqueue(home);
  for (const name of JOB_NAMES) await work(boss, name, handlers, log);
  return {
    send: async (name, payload) => {
      const key = Object.values(JOBS[name].payload.parse(payload)).join("/");
      await boss.send(name, payload, key === "" ? {} : { singletonKey: key });
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000, close: true }),
  };
}

const HEARTBEAT_SECONDS = 20;
const KEEP_SECONDS = 86_400;

function bossOptions(home: ClusterHome) {
  const address = home.addresses.data;
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: "gallra_jobs",
    password: home.passwords.data.jobs ?? "",
    ssl: address.tls === false ? false : { rejectUnauthorized: address.tls === "verify" },
    schema: "pgboss",
    createSchema: false,
    application_name: "gallra queue",
    max: 4,
    superviseIntervalSeconds: 30,
    persistWarnings: false,
  };
}

/** The policy "exclusive" lets a job with the same ids wait or run once, however often it is asked for. */
async function makeQueue(boss: PgBoss, name: JobName): Promise<void> {
  const { retryLimit, retryDelay, expireInSeconds, ...rest } = JOBS[name];
  const options = {
    retryLimit,
    retryDelay,
    ...("retryBackoff" in rest ? { retryBackoff: rest.retryBackoff, retryDelayMax: 300 } : {}),
    expireInSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
    retentionSeconds: 14 * KEEP_SECONDS,
  };
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, { ...options, policy: "exclusive" });
  else await boss.updateQueue(name, options);
  if ("schedule" in rest) await boss.schedule(name, rest.schedule, {}, { tz: "UTC", missed: "once" });
}

async function installEnqueue(home: ClusterHome): Promise<void> {
  const sql = connect(home, "data", "jobs", { max: 1, name: "queue install" });
  try {
    for (const statement of enqueueFunction()) await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function work<N extends JobName>(boss: PgBoss, name: N, handlers: JobHandlers, log: Log): Promise<void> {
  await boss.work(name, { pollingIntervalSeconds: 1, batchSize: 1 }, async ([taken]) => {
    if (taken === undefined) return;
    const started = performance.now();
    try {
      await handlers[name](JOBS[name].payload.parse(taken.data) as never, taken.signal);
      log.info("job-done", { job: name, ms: Math.round(performance.now() - started) });
    } catch (error) {
      log.warn("job-failed", { job: name, ...errorFields(error) });
      // The queue stores what is thrown: a bare word, never a message that may repeat what somebody typed.
      throw new JobFailed(name);
    }
  });
}

class JobFailed extends Error {
  constructor(name: JobName) {
    super(`${name} failed; the log of the worker says why`);
    this.name = "JobFailed";
  }
}
