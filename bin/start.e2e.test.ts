import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { get as getPlain } from "node:http";
import { get } from "node:https";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { readFirstSignIns } from "./first-sign-in.ts";
import { scratch } from "./supervise/start-fixture.ts";
import { openPlace } from "#db/embedded/place.ts";
import { runningPostmaster } from "#db/embedded/postmaster.ts";
import { freePort } from "#db/testing/free-port.ts";

const START = resolve(import.meta.dirname, "start.mjs");
const READY_MS = 300_000;

interface Running {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

test("a start serves the sign-in page over HTTPS, Ctrl-C stops all of it, and a killed one hinders nothing", {
  timeout: 600_000,
}, async (t) => {
  const home = scratch(t);
  const port = await freePort();
  const clusters = () =>
    (["data", "keyring"] as const).map((cluster) => runningPostmaster(join(openPlace(home).base, cluster)));

  const first = await startProduct(home, port);
  const [account] = readFirstSignIns(home);
  assert.ok(account !== undefined && first.output().includes(account.password), "the first sign-in was not printed");
  assert.equal(statSync(join(home, "first-sign-in.json")).mode & 0o777, 0o600);
  for (const name of readdirSync(join(home, "secrets")))
    assert.equal(statSync(join(home, "secrets", name)).mode & 0o777, 0o600, name);
  const page = await fetchPage(port, "/sign-in");
  assert.equal(page.status, 200);
  assert.match(page.headers["strict-transport-security"] ?? "", /max-age=\d{7,}/);
  assert.match(page.headers["content-security-policy"] ?? "", /script-src 'self' 'nonce-/);
  assert.equal(await plainRedirect(port), `https://localhost:${port}/data`);
  first.process.kill("SIGINT");
  assert.equal(await first.ended, 0);
  assert.deepEqual(clusters(), [null, null]);
  assert.equal(existsSync(join(home, "supervisor.json")), false);
  const logs = ["web", "worker", "collector"]
    .map((name) => join(home, "logs", `${name}.log`))
    // A child that was stopped while it started may have had nothing to say yet.
    .map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""))
    .join("");
  assert.doesNotMatch(logs, /"57P0\d"|CONNECTION_(CLOSED|ENDED)/, "a child lost its database while it was stopping");

  const second = await startProduct(home, port);
  const supervisor = (JSON.parse(readFileSync(join(home, "supervisor.json"), "utf8")) as { pid: number }).pid;
  process.kill(supervisor, "SIGKILL");
  await second.ended;
  const third = await startProduct(home, port);
  assert.equal((await fetchPage(port, "/sign-in")).status, 200);
  assert.ok(!third.output().includes("Building"), "a start without a change built again");
  third.process.kill("SIGTERM");
  assert.equal(await third.ended, 0);
  assert.deepEqual(clusters(), [null, null]);

  const fourth = await startProduct(home, port);
  fourth.process.kill("SIGKILL");
  for (const until = Date.now() + 30_000; existsSync(join(home, "supervisor.json")); await wait(100)) {
    assert.ok(Date.now() < until, "the supervisor outlived the command that started it");
  }
  assert.deepEqual(clusters(), [null, null]);
});

async function startProduct(home: string, port: number): Promise<Running> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    GALLRA_HOME: home,
    GALLRA_PORT: String(port),
  };
  const child = spawn(process.execPath, [START, "--empty"], {
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  let code: number | null | undefined;
  const ended = new Promise<number | null>((done) => child.once("exit", done)).then((ending) => {
    code = ending;
    return ending;
  });
  for (const until = Date.now() + READY_MS; !output.includes("runs at"); await wait(100)) {
    if (code !== undefined || Date.now() > until) throw new Error(`it did not start: ${output}`);
  }
  return { process: child, output: () => output, ended };
}

function fetchPage(
  port: number,
  path: string,
): Promise<{ status: number | undefined; headers: Record<string, string | undefined> }> {
  return new Promise((done, failed) => {
    get({ host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      response.once("end", () =>
        done({ status: response.statusCode, headers: response.headers as Record<string, string | undefined> }),
      );
    }).once("error", failed);
  });
}

function plainRedirect(port: number): Promise<string | undefined> {
  return new Promise((done, failed) => {
    getPlain(
      { host: "127.0.0.1", port, path: "/data", headers: { host: `localhost:${port}` }, agent: false },
      (response) => {
        response.resume();
        done(response.headers.location);
      },
    ).once("error", failed);
  });
}
