import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { takeAway } from "#bench/collect/take-away.ts";
import { startVictim } from "#bench/crash/victim.ts";
import { openStage, type Wanted } from "#bench/transports/stage.ts";
import { freePort } from "#db/testing/free-port.ts";
import { MEGABYTES, MOST_MEGABYTES, mostMegabytes, PATIENCE_MS, writeLarge } from "./large-file.ts";
import { makeVsftpdHome } from "./vsftpd.ts";

const without = (path: string) =>
  existsSync(path) && process.getuid?.() === 0 ? false : `${path} is not installed, or the test does not run as root`;

for (const how of ["lines", "endless"] as const)
  test(`a folder with a file of ${MEGABYTES} MB of ${how === "lines" ? "lines" : "one line without an end"} is read in ${MOST_MEGABYTES} MB`, async (t) => {
    const { stage, fetches } = await open(t);
    const folder = join(stage.home, "shared", "prov", "large");
    mkdirSync(folder, { recursive: true });
    await writeLarge(join(folder, "large.csv"), how);
    await fetches("shared-file", { path: folder, pattern: "*.csv", restSeconds: 0.2 });
  });

test(`a file of ${MEGABYTES} MB is fetched from OpenSSH in ${MOST_MEGABYTES} MB`, {
  skip: without("/usr/sbin/sshd"),
}, async (t) => {
  const { stage, fetches } = await open(t);
  const at = (name: string) => join(stage.home, name);
  for (const name of ["host", "user"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-f", at(name), "-C", "test", "-N", ""]);
  const port = await freePort();
  const config = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${at("host")}`, `AuthorizedKeysFile ${at("user.pub")}`],
    ...["StrictModes no", "UsePAM no", "PermitRootLogin yes", `PidFile ${at("pid")}`, "Subsystem sftp internal-sftp"],
  ];
  writeFileSync(at("config"), `${config.join("\n")}\n`);
  mkdirSync("/run/sshd", { recursive: true });
  serve(t, "/usr/sbin/sshd", ["-D", "-e", "-f", at("config")]);
  mkdirSync(at("calls"));
  await writeLarge(join(at("calls"), "large.csv"));
  const pin = /SHA256:\S+/.exec(execFileSync("ssh-keygen", ["-lf", at("host.pub")]).toString())?.[0];
  const settings = { host: "127.0.0.1", port, user: "root", signIn: "key", folder: at("calls"), pattern: "*.csv", pin };
  const credentials = { privateKey: readFileSync(at("user"), "utf8") };
  await fetches("sftp", { ...settings, restSeconds: 1, everySeconds: 0.5 }, credentials);
});

test(`a file of ${MEGABYTES} MB is fetched from vsftpd in ${MOST_MEGABYTES} MB`, {
  skip: without("/usr/sbin/vsftpd"),
}, async (t) => {
  const { stage, fetches } = await open(t);
  const served = join(stage.home, "served");
  mkdirSync(served);
  const { root, config, port } = await makeVsftpdHome(served, "none");
  execFileSync("chmod", ["755", stage.home]);
  await writeLarge(join(root, "large.csv"));
  serve(t, "/usr/sbin/vsftpd", [config]);
  const settings = { host: "127.0.0.1", port, user: "anonymous", security: "none", pattern: "*.csv" };
  await fetches("ftp", { ...settings, restSeconds: 1, everySeconds: 0.5 }, { password: "gallra@example.se" });
});

async function open(t: TestContext) {
  const stage = await openStage();
  t.after(() => stage.close());
  return {
    stage,
    /** Every byte of the file comes, and the process never grows beyond the bound. */
    async fetches(transport: string, settings: Wanted["settings"], credentials: Record<string, string> = {}) {
      await stage.add({ name: "large", transport, driver: "asterisk-cdr-csv", settings, credentials });
      const victim = startVictim(stage.home, "collector");
      t.after(() => victim.kill());
      await victim.ready;
      const began = performance.now();
      let passed = 0;
      while (passed < MEGABYTES * 1_048_576 && performance.now() - began < PATIENCE_MS) {
        passed += await takeAway(stage.fixture.inbox);
        await wait(250);
      }
      const [seconds, most] = [(performance.now() - began) / 1_000, mostMegabytes(victim.pid)];
      t.diagnostic(`${MEGABYTES} MB in ${seconds.toFixed(1)} s, ${most} MB resident at most`);
      assert.equal(passed, MEGABYTES * 1_048_576);
      assert.ok(most < MOST_MEGABYTES, `${most} MB`);
    },
  };
}

function serve(t: TestContext, program: string, options: string[]): void {
  const child = spawn(program, options, { stdio: "ignore" });
  t.after(() => void child.kill());
}
