import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Context } from "../../context.ts";
import type { Profile } from "../../domain/permissions.ts";
import { rightsOf } from "../../domain/rights.ts";
import { readLog } from "./read-log.ts";

const ID = "0190b7a2-5c1e-4123-9abc-0123456789ab";

function open(t: TestContext, profile: Profile = "system-administrator"): Context {
  const home = mkdtempSync(join(tmpdir(), "gallra-read-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, "logs");
  mkdirSync(folder);
  const line = (at: string, level: string, from: string, event: string, more: object = {}) =>
    `${JSON.stringify({ at, level, from, event, ...more })}\n`;
  let web = "";
  for (let i = 0; i < 250; i++)
    web += line(
      `2026-11-21T10:00:${String(Math.floor(i / 10)).padStart(2, "0")}.000Z`,
      "info",
      "web",
      `tick.${"ab"[i % 2]}`,
      { n: i },
    );
  writeFileSync(join(folder, "web-2026-11-21.log.gz"), gzipSync(web));
  writeFileSync(
    join(folder, "web-2026-11-22.log"),
    `${line("2026-11-22T08:00:00.000Z", "error", "web", "api.failed", { requestId: ID, procedure: "data.search" })}not a line\n`,
  );
  writeFileSync(
    join(folder, "worker-2026-11-22.log"),
    line("2026-11-22T09:00:00.000Z", "warn", "worker", "job-failed", { job: "sweep" }),
  );
  return { env: { home }, actor: rightsOf(profile) } as unknown as Context;
}

test("lines of all services come newest first, page by page, packed days included, none twice", async (t) => {
  const ctx = open(t);
  const seen: string[] = [];
  let before: string | undefined;
  for (let page = 0; page < 20; page++) {
    const { lines, next } = await readLog(ctx, { limit: 40, ...(before === undefined ? {} : { before }) });
    seen.push(...lines.map((one) => one.place));
    if (next === null) break;
    before = next;
  }
  assert.equal(seen.length, 252);
  assert.equal(new Set(seen).size, 252);
  assert.deepEqual(seen, [...seen].sort().reverse());
});

test("a request id of an error page finds its line; service, level, event and time narrow it", async (t) => {
  const ctx = open(t);
  const found = await readLog(ctx, { requestId: ID });
  assert.deepEqual(
    found.lines.map((one) => [one.event, one.fields["procedure"]]),
    [["api.failed", "data.search"]],
  );
  assert.equal((await readLog(ctx, { level: "warn" })).lines.length, 2);
  assert.equal((await readLog(ctx, { service: "worker" })).lines.length, 1);
  assert.equal((await readLog(ctx, { event: "tick.a", limit: 200 })).lines.length, 125);
  assert.equal((await readLog(ctx, { from: new Date("2026-11-22T08:30:00Z") })).lines.length, 1);
  assert.equal((await readLog(ctx, { to: new Date("2026-11-21T10:00:00.500Z") })).lines.length, 10);
});

test("nobody but a system administrator reads the logs", async (t) => {
  for (const profile of ["reseller", "company-administrator", "dpo", "end-user"] as const)
    await assert.rejects(readLog(open(t, profile), {}), { code: "forbidden" });
});
