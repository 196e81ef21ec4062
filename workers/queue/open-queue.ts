import { PgBoss } from "pg-boss";
import type { ClusterHome } from "#db/cluster-home.ts";
import { connect } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { handsOf, JOB_NAMES, JOBS, type JobHandlers, type JobName } from "#server/jobs/catalogue.ts";
import { enqueueFunction } from "#server/jobs/install.ts";
import { errorFields, type Log } from "#server/log.ts";
import { bossOptions, queueOptions } from "./boss-options.ts";

export interface Queue {
  send(name: JobName, payload: object): Promise<void>;
  /** Takes no more jobs of this name until `resume`; those waiting stay. */
  pause(name: JobName): Promise<void>;
  resume(name: JobName): Promise<void>;
  readonly paused: ReadonlySet<JobName>;
  /** Puts a failed job into the queue once more. False when it is none. */
  retry(name: JobName, id: string): Promise<boolean>;
  /** A waiting job never runs; one that runs is told to stop, and does so at its next step. */
  cancel(name: JobName, id: string): Promise<boolean>;
  /** Deletes finished jobs that ended before a moment, `limit` at most; answers how many. */
  deleteFinished(state: "completed" | "failed" | "cancelled", before: Date, limit: number): Promise<number>;
  /** Waits for running jobs, ten seconds at most; what is cut off is repeated after the next start. */
  stop(): Promise<void>;
}

/** What became of a job, for whoever counts. */
export interface Watch {
  ended(name: JobName, outcome: "completed" | "failed" | "cancelled", ms: number): void;
}

/**
 * Starts pg-boss in the worker, the only process that runs it: queues, schedules and one handler a job. A missed schedule
 * runs once after an outage.
 */
export async function openQueue(
  home: ClusterHome,
  handlers: JobHandlers,
  log: Log,
  options: { readonly paused?: readonly JobName[]; readonly watch?: Watch } = {},
): Promise<Queue> {
  const boss = new PgBoss(bossOptions(home));
  boss.on("error", (error) => log.warn("queue-error", errorFields(error)));
  await boss.start();
  for (const name of JOB_NAMES) await makeQueue(boss, name);
  await installFunctions(home);
  const paused = new Set<JobName>(options.paused ?? []);
  const running = new Map<string, AbortController>();
  const work = (name: JobName) => takeJobs(boss, name, { handlers, log, running, watch: options.watch });
  for (const name of JOB_NAMES) if (!paused.has(name)) await work(name);
  return {
    send: async (name, payload) => {
      const ids = JOBS[name].payload.parse(payload);
      const key = Object.values(ids).join("/");
      const group = "companyId" in ids ? { group: { id: `${ids.companyId}` } } : {};
      await boss.send(name, payload, key === "" ? {} : { singletonKey: key, ...group });
    },
    paused,
    async pause(name) {
      if (paused.has(name)) return;
      paused.add(name);
      await boss.offWork(name, { wait: false });
    },
    async resume(name) {
      if (!paused.delete(name)) return;
      await work(name);
    },
    retry: async (name, id) => affected(await boss.retry(name, id)) > 0,
    async cancel(name, id) {
      const cancelled = affected(await boss.cancel(name, id));
      running.get(id)?.abort();
      return cancelled > 0;
    },
    deleteFinished: (state, before, limit) => deleteFinished(boss, state, before, limit),
    stop: () => boss.stop({ graceful: true, timeout: 10_000, close: true }),
  };
}

/** The policy "exclusive" lets a job with the same ids wait or run once, however often it is asked for. */
async function makeQueue(boss: PgBoss, name: JobName): Promise<void> {
  const options = queueOptions(name);
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, { ...options, policy: "exclusive" });
  else await boss.updateQueue(name, options);
  const { schedule } = { schedule: undefined, ...JOBS[name] } as { schedule: string | undefined };
  if (schedule !== undefined) await boss.schedule(name, schedule, {}, { tz: "UTC", missed: "once" });
}

async function installFunctions(home: ClusterHome): Promise<void> {
  const sql = connect(home, "data", "jobs", { max: 1, name: "queue install" });
  try {
    await transaction(sql, async (tx) => {
      for (const statement of enqueueFunction()) await tx.unsafe(statement);
    });
  } finally {
    await sql.end({ timeout: 2 });
  }
}

interface Taking {
  readonly handlers: JobHandlers;
  readonly log: Log;
  readonly running: Map<string, AbortController>;
  readonly watch: Watch | undefined;
}

async function takeJobs<N extends JobName>(boss: PgBoss, name: N, taking: Taking): Promise<void> {
  const { handlers, log, running, watch } = taking;
  const { atOnce = 1, atOnceOfCompany } = handsOf(name);
  const options = {
    pollingIntervalSeconds: 1,
    batchSize: 1,
    localConcurrency: atOnce,
    ...(atOnceOfCompany === undefined ? {} : { localGroupConcurrency: atOnceOfCompany }),
  };
  await boss.work(name, options, async ([taken]) => {
    if (taken === undefined) return;
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const stopping = new AbortController();
    running.set(taken.id, stopping);
    try {
      const signal = AbortSignal.any([taken.signal, stopping.signal]);
      await handlers[name](JOBS[name].payload.parse(taken.data) as never, signal);
      log.info("job-done", { job: name, requestId: taken.id, ms: elapsed() });
      watch?.ended(name, "completed", elapsed());
    } catch (error) {
      const outcome = stopping.signal.aborted ? "cancelled" : "failed";
      log.warn(`job-${outcome}`, { job: name, requestId: taken.id, ms: elapsed(), ...errorFields(error) });
      watch?.ended(name, outcome, elapsed());
      // The queue stores what is thrown: classes and codes, never a message that may repeat what somebody typed.
      throw new JobFailed(name, errorFields(error));
    } finally {
      running.delete(taken.id);
    }
  });
}

class JobFailed extends Error {
  readonly fault: string;
  readonly code: string | null;

  constructor(name: JobName, { error, code, causeCode }: ReturnType<typeof errorFields>) {
    super(`${name} failed; the log of the worker says why`);
    this.name = "JobFailed";
    this.stack = "";
    this.fault = String(error);
    this.code = typeof code === "string" ? code : typeof causeCode === "string" ? causeCode : null;
  }
}

/** pg-boss answers how many rows it changed, and does not say so in its types. */
function affected(response: object): number {
  return Number(Reflect.get(response, "affected") ?? 0);
}

async function deleteFinished(boss: PgBoss, state: string, before: Date, limit: number): Promise<number> {
  const { rows } = await boss.getDb().executeSql(
    `with due as (select name, id from pgboss.job where state = $1::pgboss.job_state and completed_on < $2::timestamptz
       order by completed_on limit $3::int for update skip locked)
     delete from pgboss.job j using due where j.name = due.name and j.id = due.id returning 1`,
    [state, before.toISOString(), limit],
  );
  return rows.length;
}
