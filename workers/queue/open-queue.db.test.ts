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
