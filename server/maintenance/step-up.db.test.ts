import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { rightsOf } from "../domain/rights.ts";
import { STEP_UP_MS } from "../domain/step-up.ts";
import { turnDemo } from "./demo/turn-demo.ts";
import { cancelJob, deleteJobs, keepJobs, runJob } from "./scheduler/command-job.ts";
import { pauseJob, resumeJob } from "./scheduler/pause-job.ts";

test("an open screen stops no promise, deletes no trace and turns no demo: that asks for the password, letting work go on does not", async (t) => {
  const world = await makeWorld(await openTestDatabase(t));
  t.after(() => world.close());
  const as = (steppedUpAt: Date): Context => ({
    ...world.installation,
    actor: {
      ...rightsOf("system-administrator"),
      ...{ accountId: randomUUID(), name: "Sven", resellerId: null, companyId: null, sessionId: randomUUID() },
      ...{ via: "portal", address: null, steppedUpAt },
    },
  });
  const harmful: readonly ((ctx: Context) => Promise<unknown>)[] = [
    (ctx) => pauseJob(ctx, { name: "sweep", hours: 1, reason: "moving house" }),
    (ctx) => cancelJob(ctx, { name: "erase", jobId: randomUUID() }),
    (ctx) => deleteJobs(ctx, { state: "failed", olderThanDays: 0 }),
    (ctx) => keepJobs(ctx, { state: "failed", keptDays: 1 }),
    (ctx) => turnDemo(ctx, { on: false }),
    (ctx) => turnDemo(ctx, { on: true }),
  ];
  const stale = as(new Date(Date.now() - STEP_UP_MS - 1_000));
  const codes = async (ctx: Context) => await Promise.all(harmful.map((act) => act(ctx).then(() => "done", codeOf)));
  assert.deepEqual(new Set(await codes(stale)), new Set(["step-up"]));
  assert.ok(!(await codes(as(new Date()))).includes("step-up"));
  await resumeJob(stale, { name: "sweep" });
  await runJob(stale, { name: "sweep" });
});

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
