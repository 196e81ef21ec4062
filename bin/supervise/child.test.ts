import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { supervise } from "./child.ts";
import { scratch } from "./start-fixture.ts";
import { isAlive } from "#db/embedded/postmaster.ts";
import { createLog } from "#server/log.ts";

/** A home whose only child is the given script; it writes its number to `pid` at every start. */
function childHome(t: TestContext, script: string) {
  const home = scratch(t);
  mkdirSync(join(home, "logs"));
  const file = join(home, "child.mjs");
  writeFileSync(
    file,
    `import { appendFileSync } from "node:fs";\nappendFileSync(${JSON.stringify(join(home, "pid"))}, process.pid + "\\n");\n${script}\n`,
  );
  const env = { home, host: "127.0.0.1", port: 8443, release: "test" };
  const pids = () =>
    existsSync(join(home, "pid")) ? readFileSync(join(home, "pid"), "utf8").trim().split("\n").map(Number) : [];
  return { home, env, spec: { name: "child", file: "child.mjs" }, pids };
}

const READY = "process.send({ ready: true, port: 7 }); setInterval(() => {}, 1000);";

test("a child that ends is started again, and one that is stopped stays stopped", async (t) => {
  const { home, env, spec, pids } = childHome(t, READY);
  const child = supervise(
    home,
    spec,
    env,
    createLog("test", () => undefined),
  );
  assert.equal((await child.ready)["port"], 7);
  process.kill(pids()[0] ?? 0, "SIGKILL");
  await until(() => pids().length === 2);
  await wait(300);
  await child.stop();
  assert.equal(pids().some(isAlive), false);
  await wait(1_200);
  assert.equal(pids().length, 2);
});

test("a child that ends before it is ready says so, and the next tries wait longer each time", async (t) => {
  const { home, env, spec } = childHome(t, "process.exit(3);");
  const delays: unknown[] = [];
  const child = supervise(
    home,
    spec,
    env,
    createLog("test", (line) => delays.push((JSON.parse(line) as { restartMs: number }).restartMs)),
  );
  await assert.rejects(child.ready, /ended before it was ready/);
  await until(() => delays.length >= 3);
  await child.stop();
  assert.deepEqual(delays.slice(0, 3), [500, 1_000, 2_000]);
});

test("what a child prints reaches its log without numbers, its own lines as they are", async (t) => {
  const { home, env, spec } = childHome(
    t,
    `console.error("Key (n)=(070-174 06 05) exists"); console.log('{"at":"x","event":"kept"}'); ${READY}`,
  );
  const child = supervise(
    home,
    spec,
    env,
    createLog("test", () => undefined),
  );
  await child.ready;
  await child.stop();
  const log = readFileSync(join(home, "logs", `child-${new Date().toISOString().slice(0, 10)}.log`), "utf8");
  assert.match(log, /\[number\]/);
  assert.match(log, /^\{"at":"x","event":"kept"\}$/m);
  assert.doesNotMatch(log, /174 06 05/);
});

test("no secret of the supervisor's environment reaches a child", async (t) => {
  process.env["DATABASE_URL"] = "postgres://boss:hush@db/gallra";
  t.after(() => delete process.env["DATABASE_URL"]);
  const { home, env, spec } = childHome(t, `appendFileSync("environment", JSON.stringify(process.env)); ${READY}`);
  const child = supervise(
    home,
    spec,
    env,
    createLog("test", () => undefined),
  );
  await child.ready;
  await child.stop();
  const environment = readFileSync(join(home, "environment"), "utf8");
  assert.match(environment, /GALLRA_HOME/);
  assert.match(environment, /"UV_THREADPOOL_SIZE":"16"/);
  assert.doesNotMatch(environment, /hush|DATABASE_URL/);
});

test("the collector and the worker are told what suits their memory, and nobody else", async (t) => {
  for (const [name, told] of [
    ["collector", ["--max-semi-space-size=4"]],
    ["worker", ["--max-semi-space-size=64"]],
    ["web", []],
  ] as const) {
    const { home, env, spec } = childHome(t, `appendFileSync("flags", JSON.stringify(process.execArgv)); ${READY}`);
    const quiet = createLog("test", () => undefined);
    const child = supervise(home, { ...spec, name }, env, quiet);
    await child.ready;
    await child.stop();
    const flags = JSON.parse(readFileSync(join(home, "flags"), "utf8")) as string[];
    assert.deepEqual(
      flags.filter((flag) => flag.includes("space")),
      told,
      name,
    );
  }
});

test("a child ends by itself when its supervisor is killed, even one that ignores being asked", {
  timeout: 30_000,
}, async (t) => {
  const { home, spec, pids } = childHome(t, `process.on("SIGTERM", () => {}); ${READY}`);
  const holder = join(home, "holder.ts");
  writeFileSync(
    holder,
    `import { supervise } from ${JSON.stringify(join(import.meta.dirname, "child.ts"))};\nsupervise(${JSON.stringify(home)}, ${JSON.stringify(spec)}, { home: ${JSON.stringify(home)}, host: "", port: 1, release: "" }, { info() {}, warn() {}, error() {} });\n`,
  );
  const supervisor = spawn(process.execPath, [holder], { stdio: "ignore" });
  await until(() => pids().length === 1);
  await wait(500);
  supervisor.kill("SIGKILL");
  await until(() => !pids().some(isAlive));
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error("it did not happen within 20 seconds");
    await wait(50);
  }
}
