import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { JOB_NAMES, type JobHandlers } from "#server/jobs/catalogue.ts";
import { enqueue } from "#server/jobs/enqueue.ts";
import { createLog } from "#server/log.ts";
import { openQueue } from "./open-queue.ts";

const silent = createLog("test", () => undefined);

function handlersThat(run: (name: string, payload: unknown) => Promise<void>): JobHandlers {
  return Object.fromEntries(
    JOB_NAMES.map((name) => [name, (payload: unknown) => run(name, payload)]),
  ) as unknown as JobHandlers;
}

test("a job exists exactly when the web role's own transaction commits, holds ids only, and is worked once", async (t) => {
  const database = await openTestDatabase(t);
  const ran: string[] = [];
  const erasureId = randomUUID();
  const later = randomUUID();
  const arrived = Promise.withResolvers<void>();
  const queue = await openQueue(
    database.clusterHome,
    handlersThat(async (name, payload) => {
      if (name !== "erase") return;
      ran.push(JSON.stringify(payload));
      if (ran.at(-1)?.includes(later) === true) arrived.resolve();
    }),
    silent,
  );
  t.after(() => queue.stop());
  const web = database.data("web");
  await assert.rejects(
    web.begin(async (tx) => {
      await enqueue(tx, "erase", { companyId: 1, erasureId: randomUUID() });
      throw new Error("rolled back");
    }),
  );
  await web.begin(async (tx) => {
    await enqueue(tx, "erase", { companyId: 1, erasureId });
    await enqueue(tx, "erase", { companyId: 1, erasureId });
  });
  // The confirmation of a person is a job like the others.
  await web.begin((tx) => enqueue(tx, "sweep", { confirmed: 1 }));
  // A second run of the first would come before what was asked for after it.
  await web.begin((tx) => enqueue(tx, "erase", { companyId: 1, erasureId: later }));
  await arrived.promise;
  assert.deepEqual(
    ran,
    [erasureId, later].map((id) => JSON.stringify({ companyId: 1, erasureId: id })),
  );
  await assert.rejects(web`select * from pgboss.job`, { code: "42501" });
  const open = await database.data("owner")`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'pgboss' and p.proname not in ('gallra_enqueue', 'gallra_job_figures', 'gallra_job_runs', 'gallra_jobs_by_hour') and has_function_privilege('gallra_web', p.oid, 'execute')`;
  assert.deepEqual([...open], []);
  await assert.rejects(web`select pgboss.gallra_enqueue('erase', '{"number":"+46701740605"}', 'x', 'epoch')`, {
    code: "22023",
  });
  await assert.rejects(web`select pgboss.gallra_enqueue('drop everything', '{}', 'x', 'epoch')`, { code: "22023" });
});

test("messages of one company that nobody answers keep no other company's waiting, however they were asked for", async (t) => {
  const database = await openTestDatabase(t);
  const running = new Map<number, number>();
  let most = 0;
  const hung = Promise.withResolvers<void>();
  const other = Promise.withResolvers<void>();
  const queue = await openQueue(
    database.clusterHome,
    handlersThat(async (name, payload) => {
      if (name !== "deliver-alarm") return;
      const { companyId } = payload as { companyId: number };
      if (companyId === 2) return other.resolve();
      running.set(companyId, (running.get(companyId) ?? 0) + 1);
      most = Math.max(most, running.get(companyId) ?? 0);
      await hung.promise;
    }),
    silent,
  );
  t.after(() => {
    hung.resolve();
    return queue.stop();
  });
  const message = (companyId: number) => ({ companyId, messageId: randomUUID() });
  for (let n = 0; n < 6; n++) await queue.send("deliver-alarm", message(1));
  await database.data("web").begin(async (tx) => {
    for (let n = 0; n < 6; n++) await enqueue(tx, "deliver-alarm", message(1));
    await enqueue(tx, "deliver-alarm", message(2));
  });
  await other.promise;
  assert.ok(most >= 1 && most <= 2, `${most}`);
});
