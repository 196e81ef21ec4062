import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Installation } from "#server/context.ts";
import { JOB_NAMES, type JobHandlers, type JobName } from "#server/jobs/catalogue.ts";
import { createLog } from "#server/log.ts";
import {
  askJobCommand,
  endJobPause,
  jobFigures,
  listJobCommands,
  listJobRuns,
  type NewJobCommand,
  pauseJob,
  setJobKeeping,
} from "#server/store/jobs.ts";
import { carryOut, pausedNow, tidyJobs } from "./carry-out.ts";
import { openQueue } from "./open-queue.ts";
import { withoutIds } from "#server/domain/testing/without-ids.ts";

const silent = createLog("test", () => undefined);

type Run = (name: JobName, signal: AbortSignal) => Promise<void>;

const endings: (() => Promise<void>)[] = [];
let run: Run = async () => undefined;
let at: Awaited<ReturnType<typeof open>>;

before(async () => {
  at = await open();
});
after(async () => {
  for (const ending of endings.reverse()) await ending();
});

/** A worker's queue whose jobs all do what `run` says at the time, and the web role beside it. */
async function open() {
  const database = await openTestDatabase({ after: (ending) => endings.push(ending) });
  const handlers = Object.fromEntries(
    JOB_NAMES.map((name) => [name, (_: unknown, signal: AbortSignal) => run(name, signal)]),
  ) as unknown as JobHandlers;
  const web = database.data("web");
  const time = { now: new Date() };
  const installation = {
    log: silent,
    clock: () => time.now,
    sql: { web, keeper: database.data("keeper") },
  } as unknown as Installation;
  const queue = await openQueue(database.clusterHome, handlers, silent, { paused: await pausedNow(installation) });
  const ending = new AbortController();
  const carrying = carryOut(installation, queue, ending.signal, 100);
  endings.push(async () => {
    ending.abort();
    await carrying;
    await queue.stop();
  });
  const ask = async (command: Partial<NewJobCommand> & Pick<NewJobCommand, "kind">) => {
    const id = randomUUID();
    const rest = { name: null, jobId: null, jobState: null, before: null, askedBy: "Sven", ...command };
    await web.begin((tx) => askJobCommand(tx, { id, askedAt: time.now, ...rest }));
    return until(async () => (await listJobCommands(web, 50)).find((one) => one.id === id && one.doneAt !== null));
  };
  return { web, queue, time, ask, installation };
}

async function until<T>(look: () => Promise<T | undefined | null | false>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("it did not come");
}

test("a paused job waits and runs after its pause; others go on meanwhile", { timeout: 60_000 }, async () => {
  const ran: string[] = [];
  run = async (name) => void ran.push(name);
  const { web, queue, time, ask } = at;
  const pause = { name: "purge", pausedAt: time.now, pausedUntil: new Date(time.now.getTime() + 3_600_000) };
  const paused = await web.begin((tx) => pauseJob(tx, { ...pause, pausedBy: "Sven", reason: "a disk is changed" }));
  assert.equal(paused, true);
  assert.equal(await web.begin((tx) => pauseJob(tx, { ...pause, pausedBy: "Eva", reason: "again" })), false);
  await until(async () => queue.paused.has("purge"));
  await queue.send("purge", { companyId: 1 });
  assert.equal((await ask({ kind: "run", name: "tidy-jobs" })).outcome, "done");
  await until(async () => ran.includes("tidy-jobs"));
  assert.equal(ran.includes("purge"), false);
  const waiting = (await jobFigures(web))?.find((one) => one.name === "purge");
  assert.equal(waiting?.waiting, 1);
  assert.equal(await web.begin((tx) => endJobPause(tx, "purge", time.now)), true);
  await until(async () => ran.includes("purge"));
  await assert.rejects(
    web.begin((tx) =>
      pauseJob(tx, {
        ...pause,
        pausedUntil: new Date(time.now.getTime() + 8 * 86_400_000),
        pausedBy: "x",
        reason: "too long",
      }),
    ),
    { code: "23514" },
  );
});

test("finished jobs go by state and age, by hand and by rule, and only they", { timeout: 60_000 }, async () => {
  run = async () => undefined;
  const { web, queue, time, ask, installation } = at;
  const completed = async () => (await jobFigures(web))?.find((one) => one.name === "purge")?.completed ?? 0;
  const earlier = await completed();
  for (const companyId of [1, 2, 3]) await queue.send("purge", { companyId });
  const all = earlier + 3;
  await until(async () => (await completed()) === all);
  const long = new Date(time.now.getTime() - 86_400_000);
  assert.equal((await ask({ kind: "delete", jobState: "completed", before: long })).outcome, "nothing");
  assert.equal(
    (await ask({ kind: "delete", jobState: "failed", before: new Date(Date.now() + 60_000) })).outcome,
    "nothing",
  );
  assert.equal(await completed(), all);
  await web.begin((tx) => setJobKeeping(tx, "completed", 2));
  await tidyJobs(installation, queue, new AbortController().signal);
  assert.equal(await completed(), all);
  time.now = new Date(Date.now() + 2 * 86_400_000 + 60_000);
  await tidyJobs(installation, queue, new AbortController().signal);
  assert.equal(await completed(), 0);
});

test("a failure is told by class and code, can be tried again, and a running job stops when it is cancelled", {
  timeout: 60_000,
}, async () => {
  let fails = true;
  const stopped: string[] = [];
  const { web, ask, queue, time } = at;
  time.now = new Date();
  run = async (name, signal) => {
    if (name === "tidy-jobs" && fails) throw Object.assign(new TypeError("about 070-174 06 05"), { code: "E_FULL" });
    if (name !== "drop-days") return;
    await new Promise((done) => signal.addEventListener("abort", done));
    stopped.push(name);
    signal.throwIfAborted();
  };
  await ask({ kind: "run", name: "tidy-jobs" });
  const tried = await until(async () =>
    (await listJobRuns(web, { name: "tidy-jobs", limit: 10 })).find((one) => one.fault !== null),
  );
  assert.deepEqual([tried.fault, tried.code, tried.ids], ["TypeError", "E_FULL", {}]);
  assert.doesNotMatch(withoutIds(tried), /174/);
  assert.equal((await ask({ kind: "cancel", name: "tidy-jobs", jobId: tried.id })).outcome, "done");
  fails = false;
  await queue.send("drop-days", {});
  const running = await until(async () =>
    (await listJobRuns(web, { name: "drop-days", limit: 10 })).find((one) => one.state === "active"),
  );
  assert.equal((await ask({ kind: "cancel", name: "drop-days", jobId: running.id })).outcome, "done");
  await until(async () => stopped.length > 0);
  const after = await listJobRuns(web, { name: "drop-days", limit: 10 });
  assert.equal(after[0]?.state, "cancelled");
  assert.equal((await ask({ kind: "retry", name: "drop-days", jobId: randomUUID() })).outcome, "nothing");
});

test("the web role reads no job and no table of the queue, and asks at most a hundred things at a time", async (t) => {
  const database = await openTestDatabase(t);
  const web = database.data("web");
  for (const table of ["job_pause", "job_command", "job_keeping", "process"])
    await assert.rejects(web.unsafe(`select * from data.${table}`), { code: "42501" });
  await assert.rejects(web`select * from data.take_job_command(now())`, { code: "42501" });
  const ask = () =>
    web.begin((tx) =>
      askJobCommand(tx, {
        id: randomUUID(),
        kind: "run",
        name: "sweep",
        jobId: null,
        jobState: null,
        before: null,
        askedAt: new Date(),
        askedBy: "x",
      }),
    );
  for (let i = 0; i < 100; i++) assert.equal(await ask(), true);
  assert.equal(await ask(), false);
});
