import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { TEST_KEY } from "#server/sources/files/remote-fixture.ts";
import { createTestSink } from "#server/sources/files/sink-fixture.ts";
import { isShare } from "#server/sources/shared-file/is-share.ts";
import { sharedFileSettings } from "#server/sources/shared-file/settings.ts";
import { createSharedFileSource } from "#server/sources/shared-file/shared-file.ts";

const NEEDS = ["/usr/sbin/smbd", "/usr/bin/smbpasswd", "/usr/bin/smbnetfs", "/dev/fuse"];
const PASSWORD = "tre-gula-hattar";
const PATIENCE_MS = 60_000;

/** smbnetfs asks at SMB's own port and at no other. */
function lacks(): string | false {
  const missing = NEEDS.filter((path) => !existsSync(path));
  if (missing.length > 0) return `not here: ${missing.join(", ")}`;
  if (process.getuid?.() !== 0) return "a share is served and mounted by root";
  return spawnSync("ss", ["-ltnH", "sport = :445"]).stdout.toString().trim() === "" ? false : "port 445 is taken";
}

test("Samba, mounted by FUSE: rotated and cut files are read on and once, however long the next one is", {
  skip: lacks(),
}, async (t) => {
  const { served, mounted } = await openShare(t);
  assert.equal(await isShare(mounted), true);
  assert.equal(await isShare(served), false);
  const { sink, lines, positions } = createTestSink();
  const open = () =>
    createSharedFileSource({
      settings: sharedFileSettings.parse({ path: mounted, restSeconds: 1, pattern: "cdr.csv*" }),
      framing: { kind: "line" },
      roots: () => [mounted],
      key: TEST_KEY,
      known: [...positions.values()],
      sink,
    });
  let source = open();
  t.after(() => source.close());
  const at = (name: string) => join(served, name);
  const sent: string[] = [];
  const calls = (count: number) => {
    const more = Array.from({ length: count }, (_, n) => `call ${sent.length + n} of the exchange in the cellar`);
    sent.push(...more);
    return `${more.join("\n")}\n`;
  };
  /** Until all is there, and a while longer: what a mount tells may be a second old. */
  const allCame = async (after: string) => {
    let since = performance.now();
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(250)) {
      await source.poll();
      if (lines().length < sent.length) since = performance.now();
      if (performance.now() - since > 4_000) break;
    }
    assert.deepEqual(lines().toSorted(), sent.toSorted(), after);
  };
  writeFileSync(at("cdr.csv"), calls(1_000));
  await allCame("written");
  appendFileSync(at("cdr.csv"), calls(100));
  await allCame("appended");
  appendFileSync(at("cdr.csv"), calls(50));
  renameSync(at("cdr.csv"), at("cdr.csv.1"));
  writeFileSync(at("cdr.csv"), calls(20));
  await allCame("renamed, with a shorter one after it");
  appendFileSync(at("cdr.csv"), calls(10));
  renameSync(at("cdr.csv"), at("cdr.csv.2"));
  writeFileSync(at("cdr.csv"), calls(5_000));
  await allCame("renamed, with a longer one after it");
  copyFileSync(at("cdr.csv"), at("cdr.csv.3"));
  truncateSync(at("cdr.csv"));
  appendFileSync(at("cdr.csv"), calls(7));
  await allCame("copied and cut off");
  await source.close();
  source = open();
  appendFileSync(at("cdr.csv"), calls(5));
  await allCame("restarted");
});

/** A folder, and the same as a share that is mounted. */
async function openShare(t: TestContext): Promise<{ readonly served: string; readonly mounted: string }> {
  const home = mkdtempSync(join(tmpdir(), "gallra-share-"));
  const at = (...names: string[]) => join(home, ...names);
  for (const name of ["served", "mount", "state", ".smb"]) mkdirSync(at(name), { mode: 0o700 });
  const places = ["private dir", "state directory", "cache directory", "lock directory", "pid directory"];
  const config = [
    "[global]",
    "server role = standalone server",
    "interfaces = 127.0.0.1/8",
    "bind interfaces only = yes",
    "smb ports = 445",
    "disable netbios = yes",
    ...places.map((place) => `${place} = ${at("state")}`),
    `ncalrpc dir = ${at("state", "ncalrpc")}`,
    `log file = ${at("state", "log")}`,
    `passdb backend = tdbsam:${at("state", "passdb.tdb")}`,
    "map to guest = never",
    "[calls]",
    `path = ${at("served")}`,
    "read only = yes",
  ];
  writeFileSync(at("smbd.conf"), `${config.join("\n")}\n`);
  writeFileSync(at(".smb", "smb.conf"), "[global]\nclient min protocol = SMB3\n");
  writeFileSync(at(".smb", "smbnetfs.conf"), `auth "127.0.0.1" "root" "${PASSWORD}"\n`, { mode: 0o600 });
  execFileSync("smbpasswd", ["-c", at("smbd.conf"), "-a", "-s", "root"], { input: `${PASSWORD}\n${PASSWORD}\n` });
  // Both end with a signal to all of their process group.
  const server = spawn("smbd", ["-F", "--no-process-group", "-s", at("smbd.conf")], {
    detached: true,
    stdio: "ignore",
  });
  const client = spawn("smbnetfs", ["-f", at("mount"), "-o", `config=${at(".smb", "smbnetfs.conf")}`], {
    env: { PATH: process.env["PATH"] ?? "", HOME: home } as unknown as NodeJS.ProcessEnv,
    detached: true,
    stdio: "ignore",
  });
  t.after(async () => {
    spawnSync("fusermount", ["-u", "-z", at("mount")]);
    for (const child of [client, server]) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await gone;
    }
    rmSync(home, { recursive: true, force: true });
  });
  const mounted = at("mount", "127.0.0.1", "calls");
  writeFileSync(at("served", "there"), "");
  for (let look = 0; look < 100 && !isThere(mounted); look++) await wait(200);
  assert.ok(isThere(mounted), "the share does not come");
  return { served: at("served"), mounted };
}

function isThere(folder: string): boolean {
  try {
    return readdirSync(folder).includes("there");
  } catch {
    return false;
  }
}
