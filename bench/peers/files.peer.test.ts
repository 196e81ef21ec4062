import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { LOOPBACK, TEST_KEY } from "#server/sources/files/remote-fixture.ts";
import { createTestSink } from "#server/sources/files/sink-fixture.ts";
import { ftpSettings } from "#server/sources/ftp/settings.ts";
import { ftp } from "#server/sources/ftp/transport.ts";
import { sftpSettings } from "#server/sources/sftp/settings.ts";
import { sftp } from "#server/sources/sftp/transport.ts";
import { createPorts } from "#server/sources/stream/ports.ts";
import type { Transport } from "#server/sources/transport.ts";
import { freePort } from "#db/testing/free-port.ts";
import { makeVsftpdHome } from "./vsftpd.ts";

/** They are listed at each look. */
const FILES = 1_000;
const without = (path: string) =>
  existsSync(path) && process.getuid?.() === 0 ? false : `${path} is not installed, or the test does not run as root`;

test("OpenSSH: growing and rotated files are read on among a thousand others, by a key alone", {
  skip: without("/usr/sbin/sshd"),
}, async (t) => {
  const home = folderOf(t);
  const keygen = (name: string, ...more: string[]) =>
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-f", join(home, name), "-C", "test", ...more]);
  keygen("host", "-N", "");
  keygen("user", "-N", "en lösenfras");
  const port = await freePort();
  const config = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${join(home, "host")}`,
    `AuthorizedKeysFile ${join(home, "user.pub")}`,
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "PermitRootLogin yes",
    `PidFile ${join(home, "pid")}`,
    "Subsystem sftp internal-sftp",
  ];
  writeFileSync(join(home, "config"), `${config.join("\n")}\n`);
  mkdirSync("/run/sshd", { recursive: true });
  await serve(t, port, "/usr/sbin/sshd", ["-D", "-e", "-f", join(home, "config")]);
  const folder = join(home, "calls");
  mkdirSync(folder);
  const read = execFileSync("cat", [join(home, "user")]).toString();
  const credentials = { privateKey: read, passphrase: "en lösenfras" };
  const base = { host: "127.0.0.1", port, user: "root", signIn: "key", folder, pattern: "*.csv*" };
  const pin = await pinOf(sftp as Transport, sftpSettings.parse(base), credentials);
  const printed = execFileSync("ssh-keygen", ["-lf", join(home, "host.pub")]).toString();
  assert.ok(printed.includes(` ${pin} `), "the fingerprint is the one that OpenSSH prints");
  for (let n = 0; n < FILES; n++) writeFileSync(join(folder, `other${n}.txt`), "");
  await readsOn(folder, sftp as Transport, sftpSettings.parse({ ...base, ...HURRIED, pin }), credentials);
});

for (const security of ["explicit", "implicit", "none"] as const)
  test(`vsftpd, ${security}: growing and rotated files are read on, over a restart`, {
    skip: without("/usr/sbin/vsftpd"),
  }, async (t) => {
    const home = folderOf(t);
    const { root, config, port } = await makeVsftpdHome(home, security);
    await serve(t, port, "/usr/sbin/vsftpd", [config]);
    const base = { host: "127.0.0.1", port, user: "anonymous", security };
    const credentials = { password: "gallra@example.se" };
    const pin = security === "none" ? undefined : await pinOf(ftp as Transport, ftpSettings.parse(base), credentials);
    const shown = pin === undefined ? {} : { pin };
    await readsOn(root, ftp as Transport, ftpSettings.parse({ ...base, ...HURRIED, ...shown }), credentials);
  });

const HURRIED = { restSeconds: 1, everySeconds: 0.2 };

async function readsOn(
  folder: string,
  transport: Transport,
  settings: unknown,
  credentials: Record<string, string>,
): Promise<void> {
  const { sink, lines, positions } = createTestSink();
  const open = () =>
    transport.open({
      settings,
      credentials,
      framing: { kind: "line" },
      key: TEST_KEY,
      known: [...positions.values()],
      sink,
      machine: LOOPBACK,
      ports: createPorts(),
    });
  const at = (name: string) => join(folder, name);
  const big = Array.from({ length: 30_000 }, (_, n) => `line ${n} of a file that is longer than a segment`);
  writeFileSync(at("cdr.csv"), `${big.join("\n")}\n`);
  writeFileSync(at("short.csv"), "one\ntwo, without its line feed");
  let source = open();
  const settle = async () => {
    for (let round = 0; round < 200; round++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      if ((await source.poll()).settled && round > 3) return;
    }
  };
  try {
    await settle();
    appendFileSync(at("cdr.csv"), "appended\n");
    await settle();
    await source.close();
    source = open();
    execFileSync("mv", [at("cdr.csv"), at("cdr.csv.1")]);
    writeFileSync(at("cdr.csv"), "after the rotation\n");
    await settle();
  } finally {
    await source.close();
  }
  const expected = [...big, "one", "two, without its line feed", "appended", "after the rotation"];
  assert.deepEqual(lines().sort(), expected.sort());
}

async function pinOf(transport: Transport, settings: unknown, credentials: Record<string, string>): Promise<string> {
  const framing = { kind: "line" } as const;
  const signal = AbortSignal.timeout(20_000);
  const { pin } = await transport.test({ settings, credentials, framing, machine: LOOPBACK, signal });
  assert.ok(pin !== undefined);
  return pin.fingerprint;
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "gallra-files-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function serve(t: TestContext, port: number, program: string, options: string[]): Promise<void> {
  const child: ChildProcess = spawn(program, options, { stdio: "ignore" });
  t.after(() => void child.kill());
  for (let look = 0; look < 100; look++) {
    if (await isOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${program} does not answer: ${spawnSync(program, ["-v"]).status}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
