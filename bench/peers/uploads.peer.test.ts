import assert from "node:assert/strict";
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { ftpServer } from "#server/sources/ftp-server/transport.ts";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { hostKeys } from "#server/sources/machine/host-keys.ts";
import { sftpServer } from "#server/sources/sftp-server/transport.ts";
import { linesFrom, openServed, type Served, testMachine, until } from "#server/sources/uploads/upload-fixture.ts";
import { freePort } from "#db/testing/free-port.ts";

const PASSWORD = "lingon-och-mjolk";
const USER = "pbx";
const without = (path: string) => (existsSync(path) ? false : `${path} is not installed`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("OpenSSH sends by a batch: names, folders, a rename, and on from where it was killed; its known host key is ours", {
  skip: without("/usr/bin/sftp"),
}, async (t) => {
  const home = folderOf(t);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", join(home, "user")]);
  const publicKey = readFileSync(join(home, "user.pub"), "utf8");
  const { served, port, told } = await sftpSource(t, home, { signIn: "key", publicKey });
  // This process is the server: it must not wait for whoever asks it.
  const scan = promisify(execFile);
  writeFileSync(join(home, "known"), (await scan("ssh-keyscan", ["-p", String(port), "127.0.0.1"])).stdout);
  const printed = execFileSync("ssh-keygen", ["-lf", join(home, "known")]).toString();
  for (const kind of ["ssh-ed25519", "ssh-rsa"]) assert.ok(printed.includes(told[`hostKey.${kind}`] ?? "none"));
  const args = [
    "-i",
    join(home, "user"),
    "-o",
    "StrictHostKeyChecking=yes",
    "-o",
    `UserKnownHostsFile=${join(home, "known")}`,
  ];
  const batch = (lines: readonly string[], ...more: string[]) => {
    writeFileSync(join(home, "batch"), `${lines.join("\n")}\n`);
    return start(t, "sftp", [...more, ...args, "-b", join(home, "batch"), "-P", String(port), `${USER}@127.0.0.1`]);
  };
  const [a, b, large] = [linesFrom(0, 3_000), linesFrom(10_000, 10), linesFrom(100_000, 40_000)];
  for (const [name, content] of Object.entries({ a, b, large })) writeFileSync(join(home, name), content);
  const first = batch([
    "mkdir cdr",
    "cd cdr",
    `put -p ${join(home, "a")} a.csv.tmp`,
    "rename a.csv.tmp a.csv",
    "ls -l",
    `put ${join(home, "b")}`,
    `put ${join(home, "b")} again`,
  ]);
  assert.equal(await exit(first), 0);
  assert.equal(text(served.sink.lines()), a + b);
  const slow = batch([`put ${join(home, "large")} large`], "-l", "4000");
  await until(() => Number(served.source.live?.()["open"]) === 1);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  slow.kill("SIGKILL");
  await until(() => Number(served.source.live?.()["waiting"]) === 1);
  assert.equal(text(served.sink.lines()), a + b);
  assert.equal(await exit(batch([`reput ${join(home, "large")} large`])), 0);
  assert.equal(text(served.sink.lines()), a + b + large);
  assert.notEqual(await exit(batch(["get a.csv"])), 0);
});

for (const security of ["explicit", "implicit", "none"] as const)
  test(`lftp mirrors a folder by FTP (${security}), and goes on with a file from where it was killed`, {
    skip: without("/usr/bin/lftp"),
  }, async (t) => {
    const home = folderOf(t);
    const { served, port } = await ftpSource(t, security);
    const lftp = (...commands: string[]) => {
      const scheme = security === "implicit" ? "ftps" : "ftp";
      const set = [
        "ssl:verify-certificate no",
        "ftp:ssl-protect-data yes",
        `ftp:ssl-force ${security === "none" ? "no" : "yes"}`,
        "net:max-retries 1",
        "cmd:fail-exit yes",
      ];
      const script = [
        ...set.map((one) => `set ${one}`),
        `open -u ${USER},${PASSWORD} -p ${port} ${scheme}://127.0.0.1`,
        ...commands,
      ];
      return start(t, "lftp", ["-c", script.join("; ")]);
    };
    mkdirSync(join(home, "out", "deep"), { recursive: true });
    const contents = [linesFrom(0, 2_000), linesFrom(10_000, 7)];
    writeFileSync(join(home, "out", "a.csv"), contents[0] ?? "");
    writeFileSync(join(home, "out", "deep", "b.csv"), contents[1] ?? "");
    assert.equal(await exit(lftp(`mirror -R ${join(home, "out")} cdr`)), 0);
    assert.deepEqual(served.sink.lines().sort(), contents.join("").trimEnd().split("\n").sort());
    assert.equal(await exit(lftp(`mirror -R ${join(home, "out")} cdr`)), 0);
    const before = served.sink.lines().length;
    const large = linesFrom(100_000, 40_000);
    writeFileSync(join(home, "large"), large);
    const slow = lftp("set net:limit-rate 400000", `put ${join(home, "large")} -o large`);
    await until(() => Number(served.source.live?.()["open"]) === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    slow.kill("SIGKILL");
    await until(() => Number(served.source.live?.()["waiting"]) === 1);
    assert.equal(served.sink.lines().length, before);
    assert.equal(await exit(lftp(`put -c ${join(home, "large")} -o large`)), 0);
    assert.equal(text(served.sink.lines().slice(before)), large);
  });

test("curl sends by SFTP and by FTPS, and is told when a file is not taken", {
  skip: without("/usr/bin/curl"),
}, async (t) => {
  const home = folderOf(t);
  const content = linesFrom(0, 20_000);
  writeFileSync(join(home, "a"), content);
  const curl = (...args: string[]) =>
    start(t, "curl", ["-sS", "-k", "-u", `${USER}:${PASSWORD}`, "-T", join(home, "a"), ...args]);
  const ftp = await ftpSource(t, "explicit");
  const url = `ftp://127.0.0.1:${ftp.port}`;
  assert.equal(await exit(curl("--ssl-reqd", `${url}/new/a.tmp`, "-Q", "-RNFR a.tmp", "-Q", "-RNTO a.csv")), 0);
  assert.equal(text(ftp.served.sink.lines()), content);
  assert.notEqual(await exit(curl("--ssl-reqd", `${url}/a.csv.gz`)), 0);
  assert.notEqual(await exit(curl(`${url}/clear.csv`)), 0);
  const sftp = await sftpSource(t, home, {});
  const has = execFileSync("curl", ["-V"]).toString().includes("sftp");
  if (!has) return t.diagnostic("this curl speaks no SFTP");
  assert.equal(await exit(curl(`sftp://127.0.0.1:${sftp.port}/a.csv`)), 0);
  assert.equal(text(sftp.served.sink.lines()), content);
});

async function sftpSource(t: TestContext, home: string, settings: object) {
  const port = await freePort();
  const machine = testMachine({ hostKeys: () => hostKeys(home) });
  const given = { address: "127.0.0.1", port, user: USER, ...settings };
  const options = { settings: given, credentials: { password: PASSWORD }, machine };
  const served: Served = await openServed(sftpServer, options);
  t.after(() => served.source.close());
  const { enter = {} } = await sftpServer.test({
    ...options,
    settings: sftpServer.settings.parse(given),
    framing: { kind: "line" },
    signal: AbortSignal.timeout(10_000),
  });
  return { served, port, told: enter };
}

async function ftpSource(t: TestContext, security: "explicit" | "implicit" | "none") {
  const port = await freePort();
  const passive = 30_000 + (process.pid % 400) * 10;
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const served: Served = await openServed(ftpServer, {
    settings: { address: "127.0.0.1", port, user: USER, security, passiveFrom: passive, passiveTo: passive + 9 },
    credentials: { password: PASSWORD },
    machine: testMachine({ certificate: async () => certificate }),
  });
  t.after(() => served.source.close());
  return { served, port };
}

function start(t: TestContext, command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  child.stderr?.on("data", (bytes: Buffer) => t.diagnostic(bytes.toString().trim()));
  const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
  child.once("exit", () => clearTimeout(late));
  return child;
}

async function exit(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

function folderOf(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "gallra-uploads-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}
