import { z } from "zod";

/**
 * Every job there is. A payload holds ids and nothing else, since a queue keeps and shows it for days; a job without a
 * handler does not compile (`workers/handlers/index.ts`).
 */
export const JOBS = {
  /** Destroys what an erasure names, looks for it again and issues the certificate. */
  erase: job(z.strictObject({ companyId: z.int().positive(), erasureId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Goes on with an erasure that left what was held, after a hold has been lifted or has ended. Does nothing when it is done. */
  "erase-rest": job(z.strictObject({ companyId: z.int().positive(), erasureId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Carries the calls of a hold or a restriction, moves its end, or gives back what it kept. */
  "settle-case": job(z.strictObject({ companyId: z.int().positive(), caseId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Looks for a pattern over a period. */
  "search-pattern": job(z.strictObject({ companyId: z.int().positive(), patternId: z.uuid() }), {
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Reads lines no driver understood anew, with another driver. */
  "read-again": job(z.strictObject({ companyId: z.int().positive(), workId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Opens every raw record of a period and says whether it is whole. */
  "verify-raw": job(z.strictObject({ companyId: z.int().positive(), workId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Reads the raw records of stored calls anew, with another driver or layout. */
  "replay-raw": job(z.strictObject({ companyId: z.int().positive(), workId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Gives the lines that stay a second key after others of their day were erased, and destroys the first. */
  "renew-line-keys": job(z.strictObject({ companyId: z.int().positive(), workId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Sorts the stored calls of a company by its limits. */
  "sort-calls": job(z.strictObject({ companyId: z.int().positive(), runId: z.uuid() }), {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Writes one export. */
  export: job(z.strictObject({ companyId: z.int().positive(), exportId: z.uuid() }), {
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Lists what is due and asks for its purge. Every quarter of an hour, since midnight comes in each zone at its own time. */
  sweep: job(z.strictObject({ confirmed: z.literal(1).optional() }), {
    retryLimit: 3,
    retryDelay: 30,
    expireInSeconds: 900,
    schedule: "*/15 * * * *",
  }),
  /** Destroys the keys of all companies whose last day is over. */
  "destroy-keys": job(z.strictObject({}), {
    retryLimit: 10,
    retryDelay: 30,
    retryBackoff: true,
    expireInSeconds: 1_800,
  }),
  /** Destroys the keys of one company that are due, and its expired subjects. */
  purge: job(z.strictObject({ companyId: z.int().positive() }), {
    retryLimit: 10,
    retryDelay: 30,
    retryBackoff: true,
    expireInSeconds: 1_800,
  }),
  /** Makes the living day keys of a company and their rows agree with its rules, after one was changed. */
  "apply-rules": job(z.strictObject({ companyId: z.int().positive() }), {
    retryLimit: 10,
    retryDelay: 10,
    retryBackoff: true,
    expireInSeconds: 3_600,
  }),
  /** Drops the partitions in which no key lives any more. */
  "drop-days": job(z.strictObject({}), { retryLimit: 10, retryDelay: 60, retryBackoff: true, expireInSeconds: 1_800 }),
  /** Makes partitions, slices and inbox keys ahead, so that one lost backup cannot lose a day. */
  "prepare-days": job(z.strictObject({}), {
    retryLimit: 5,
    retryDelay: 60,
    expireInSeconds: 900,
    schedule: "20 */6 * * *",
  }),
  /** Destroys exports and selections whose time is over. */
  "expire-exports": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 60,
    expireInSeconds: 900,
    schedule: "*/10 * * * *",
  }),
  /** Deletes finished jobs whose time is over, by how they ended. A little at a time, so that it never holds the queue. */
  "tidy-jobs": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 900,
    schedule: "40 3 * * *",
  }),
  /** Signs where each company's audit ends, outside both clusters, and then asks for the verification of those. */
  "audit-heads": job(z.strictObject({}), {
    retryLimit: 5,
    retryDelay: 60,
    expireInSeconds: 900,
    schedule: "5 0 * * *",
  }),
  /** Verifies the whole audit of one company against its signed heads; 0 is the installation's own. */
  "audit-verify": job(z.strictObject({ companyId: z.int().min(0) }), {
    retryLimit: 3,
    retryDelay: 60,
    expireInSeconds: 3_600,
  }),
  /** Deletes what is older than the rule of the audit and leaves a signed checkpoint in its place. */
  "audit-purge": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 3_600,
    schedule: "35 1 * * *",
  }),
  /** Deletes sessions that ended a week ago, with the addresses they came from, and yesterday's counts of wrong guesses. */
  "forget-sessions": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 900,
    schedule: "50 3 * * *",
  }),
  /** Writes down in counts what a leak would give away today, company by company. */
  "measure-copies": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 3_600,
    schedule: "25 */6 * * *",
  }),
  /** Sends an invented caller through every store, erases it, looks for it everywhere and signs what was seen. */
  canary: job(z.strictObject({}), { retryLimit: 2, retryDelay: 600, expireInSeconds: 1_200, schedule: "10 2 * * *" }),
  /** Loads the demo: three companies and their calls. Asked for by a system administrator, never run by itself. */
  "demo-load": job(z.strictObject({ asked: z.literal(1) }), { retryLimit: 2, retryDelay: 10, expireInSeconds: 900 }),
  /** Takes the demo away: keys, rows, files and people of its companies. */
  "demo-remove": job(z.strictObject({ asked: z.literal(1) }), {
    retryLimit: 5,
    retryDelay: 10,
    retryBackoff: true,
    expireInSeconds: 1_800,
  }),
  /** Gives every company new keys under a new root key once a week, and goes on with a generation that was killed. Asked for: 1, of the root key alone: 2. */
  generation: job(z.strictObject({ asked: z.literal([1, 2]).optional() }), {
    // Longer ones are cut short and go on where they were: so does one whose worker was killed.
    retryLimit: 100,
    retryDelay: 60,
    expireInSeconds: 1_800,
    schedule: "10 2 * * *",
  }),
  /** Joins parts of calls that wait: those whose time is over, and those that a killed process left. */
  "join-waiting": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 30,
    expireInSeconds: 900,
    schedule: "*/3 * * * *",
  }),
  /** Listens for sources that have fallen silent, and writes down when each alarm began and ended. */
  "watch-guards": job(z.strictObject({}), {
    retryLimit: 1,
    retryDelay: 10,
    expireInSeconds: 300,
    schedule: "* * * * *",
  }),
  /** Judges everything else that alarms are raised for, where somebody is told of them, and the installation itself. */
  "watch-alarms": job(z.strictObject({}), {
    retryLimit: 1,
    retryDelay: 30,
    expireInSeconds: 900,
    schedule: "*/5 * * * *",
  }),
  /** Sends one message about alarms, by mail or webhook; what is not taken is due again later. */
  "deliver-alarm": job(z.strictObject({ companyId: z.int().min(0), messageId: z.uuid() }), {
    retryLimit: 3,
    retryDelay: 30,
    expireInSeconds: 120,
    // Those of one company that nobody answers keep no other company's waiting.
    atOnce: 6,
    atOnceOfCompany: 2,
  }),
  /** Deletes messages about alarms that are older than anybody asks for. */
  "forget-messages": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 900,
    schedule: "45 3 * * *",
  }),
  /** Deletes statistics and ended alarms of days that nobody compares with any more. */
  "forget-statistics": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 900,
    schedule: "55 3 * * *",
  }),
  /** Deletes where connections ended of which nothing can arrive any more. */
  "forget-streams": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 1_800,
    schedule: "25 3 * * *",
  }),
  /** Deletes transfer sessions that are older than anybody asks for. */
  "forget-transfers": job(z.strictObject({}), {
    retryLimit: 3,
    retryDelay: 300,
    expireInSeconds: 900,
    schedule: "35 3 * * *",
  }),
  /** Finds erasures and exports that wait although nobody works on them, e.g. after a kill, and puts them in the queue again. */
  reconcile: job(z.strictObject({}), { retryLimit: 1, retryDelay: 10, expireInSeconds: 300, schedule: "* * * * *" }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]["payload"]>;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];

/** Jobs by which promises are kept: whoever pauses one of them makes the product late, hence for a day at most. */
export const PROMISE_JOBS: ReadonlySet<JobName> = new Set<JobName>([
  "erase",
  "erase-rest",
  "settle-case",
  "sweep",
  "destroy-keys",
  "purge",
  "apply-rules",
  "drop-days",
  "prepare-days",
  "expire-exports",
  "renew-line-keys",
  "generation",
  "reconcile",
]);

/** When a job runs by itself, as cron in UTC; null for one that is asked for. */
export function scheduleOf(name: JobName): string | null {
  const policy: JobPolicy = JOBS[name];
  return policy.schedule ?? null;
}

/** How many of a job run beside each other in one worker, and of those for one company where that is bounded too. */
export function handsOf(name: JobName): Pick<JobPolicy, "atOnce" | "atOnceOfCompany"> {
  return JOBS[name];
}

/** Whether a job needs no ids, so that a person may start it. */
export function runsAlone(name: JobName): boolean {
  return JOBS[name].payload.safeParse({}).success;
}

/** One handler for each job. */
export type JobHandlers = { readonly [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void> };

interface JobPolicy {
  readonly retryLimit: number;
  /** Seconds. */
  readonly retryDelay: number;
  readonly retryBackoff?: boolean;
  readonly expireInSeconds: number;
  /** How many of them run beside each other; one where nothing is said. */
  readonly atOnce?: number;
  /** How many of those for the same company. */
  readonly atOnceOfCompany?: number;
  /** Cron, in UTC. */
  readonly schedule?: string;
}

function job<P extends z.ZodType>(payload: P, policy: JobPolicy) {
  return { payload, ...policy };
}
