import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { freezeSelection, readErasure, readExport, requestErasure, requestExport } from "#server/privacy/index.ts";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";

const NUMBER = "+46701740605";

test("a worker process carries out what was asked for before it started and what is asked for while it runs, and stops when told", async (t) => {
  const endings: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const ending of endings.reverse()) await ending();
  });
  const fixture = await openPrivacyFixture({ after: (ending) => endings.push(ending) });
  fixture.time.now = new Date();
  const calls = [3, 2, 1].map((ago) => ({
    at: new Date(Date.now() - ago * 3_600_000),
    parties: [{ role: "calling", class: "phone", text: NUMBER }] as const,
  }));
  await fixture.store(calls);
  const ctx = fixture.as("company-administrator");
  const exported = await freezeSelection(ctx, { text: NUMBER });
  const { exportId } = await requestExport(ctx, { selectionId: exported.selectionId, format: "json" });

  const { NODE_COMPILE_CACHE } = process.env;
  const worker = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { GALLRA_HOME: fixture.db.home, PATH: "/usr/bin:/bin", NODE_COMPILE_CACHE } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise<number | null>((resolve) => worker.once("exit", resolve));
  endings.push(async () => void worker.kill("SIGKILL"));
  const lines: string[] = [];
  worker.stdout?.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  await new Promise((resolve) => worker.once("message", resolve));
  fixture.time.now = new Date();
  await until(async () => (await readExport(ctx, { exportId })).state === "ready");
  const selection = await freezeSelection(ctx, { text: NUMBER });
  const { erasureId } = await requestErasure(ctx, {
    selectionId: selection.selectionId,
    reason: "Art. 17",
    typedCount: 3,
  });
  await until(async () => (await readErasure(ctx, { erasureId })).state === "done");
  assert.equal((await readErasure(ctx, { erasureId })).outcome, "complete");
  assert.equal((await readExport(ctx, { exportId })).state, "erased", "the export held the number");
  worker.kill("SIGTERM");
  assert.equal(await ended, 0);
  assert.ok(!lines.join("").includes("1740605"), "nothing of the number reached the log");
});

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail("it took longer than a minute");
}
