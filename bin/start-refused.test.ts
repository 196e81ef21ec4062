import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { takeHome } from "./supervise/home.ts";
import { type Outcome, scratch, start } from "./supervise/start-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";

/** One sentence or two on stderr that says what to do, nothing on stdout, exit code 1, and no stack. */
function refused(outcome: Outcome, what: RegExp, advice: RegExp): void {
  assert.equal(outcome.code, 1);
  assert.match(outcome.stderr, what);
  assert.match(outcome.stderr, advice);
  assert.ok(outcome.stderr.trim().split("\n").length === 1, `more than a line: ${outcome.stderr}`);
  assert.doesNotMatch(outcome.stderr, /\n\s+at |node:internal/);
}

test("a taken port is named, with the setting that chooses another", async (t) => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const home = join(scratch(t), "home");
  refused(await start(home, { GALLRA_PORT: String(port) }), new RegExp(`Port ${port} .*taken`), /GALLRA_PORT/);
  assert.equal(existsSync(home), false, "a half-made home was left behind");
});

test("a wrong setting is named", async (t) => {
  refused(await start(scratch(t), { GALLRA_PORT: "eight" }), /GALLRA_PORT/, /must be a port number/);
});

test("an address this machine does not have is refused", async (t) => {
  refused(
    await start(scratch(t), { GALLRA_PORT: String(await freePort()), GALLRA_HOST: "192.0.2.1" }),
    /192\.0\.2\.1/,
    /GALLRA_HOST/,
  );
});

test("a home that cannot be written is refused", async (t) => {
  const root = process.getuid?.() === 0;
  const home = root ? "/sys/gallra" : join(scratch(t), "closed");
  if (!root) mkdirSync(home, { mode: 0o500 });
  refused(await start(home, { GALLRA_PORT: String(await freePort()) }), /cannot be written/, /GALLRA_HOME/);
});

test("a home that is a file is refused", async (t) => {
  const file = join(scratch(t), "home");
  writeFileSync(file, "");
  refused(await start(file, { GALLRA_PORT: String(await freePort()) }), /not a folder/, /GALLRA_HOME/);
});

test("a full disk is refused before anything is made", async (t) => {
  const home = join(scratch(t), "small");
  mkdirSync(home);
  if (!mountSmallDisk(home)) return t.skip("this user cannot mount a small disk");
  try {
    refused(await start(home, { GALLRA_PORT: String(await freePort()) }), /is full/, /Free some space/);
  } finally {
    execFileSync("umount", [home]);
  }
});

test("a second start on the same home is refused, and the home of a killed one is taken over", async (t) => {
  const home = scratch(t);
  const lock = takeHome(home);
  assert.equal(lock.tookOver, false);
  refused(await start(home, { GALLRA_PORT: String(await freePort()) }), /already runs/, /Stop it first/);
  writeFileSync(join(home, "supervisor.json"), JSON.stringify({ pid: 2 ** 22 - 3, started: "1" }));
  const next = takeHome(home);
  assert.equal(next.tookOver, true);
  next.release();
});

test("a process that has another's number does not keep the home", {
  skip: process.platform === "linux" ? false : "only Linux tells when a process started",
}, (t) => {
  const home = scratch(t);
  writeFileSync(join(home, "supervisor.json"), JSON.stringify({ pid: process.ppid, started: "1" }));
  takeHome(home).release();
});

function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
