import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { withFileLock } from "./lock.ts";

function lockFile(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "gallra-lock-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "ledger.lock");
}

/** When a process started, as Linux tells; elsewhere a lock names the process id alone. */
function startOf(pid: string): string {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return "";
  const stat = readFileSync(file, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

test("the lock of a living process is waited for, and then said, with what to do", async (t) => {
  const file = lockFile(t);
  writeFileSync(file, `${process.pid} ${startOf("self")}`);
  await assert.rejects(
    withFileLock(file, () => "never", 50),
    { code: "unavailable", message: /Another process holds .* remove that file/ },
  );
  assert.ok(existsSync(file), "a living holder lost its lock");
});

test("the lock of a process that is gone is taken over, also when its id is used again", async (t) => {
  const file = lockFile(t);
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(file, `${pid} 1`);
  assert.equal(await withFileLock(file, () => "mine", 1_000), "mine");
  writeFileSync(file, `${process.pid} 1`);
  assert.equal(await withFileLock(file, () => "mine", 1_000), "mine");
  assert.equal(existsSync(file), false);
});

test("a lock that its maker could not sign is respected at first and broken after five seconds", async (t) => {
  const file = lockFile(t);
  writeFileSync(file, "");
  await assert.rejects(
    withFileLock(file, () => "mine", 30),
    { code: "unavailable" },
  );
  utimesSync(file, new Date(Date.now() - 6_000), new Date(Date.now() - 6_000));
  assert.equal(await withFileLock(file, () => "mine", 1_000), "mine");
});

test("the lock is let go when the work fails", async (t) => {
  const file = lockFile(t);
  const work = withFileLock(file, () => {
    throw new Error("disk full");
  });
  await assert.rejects(work, /disk full/);
  assert.equal(existsSync(file), false);
});
