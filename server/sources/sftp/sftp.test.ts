import assert from "node:assert/strict";
import { appendFile, chmod, copyFile, mkdir, readdir, rename, symlink, truncate, writeFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Framing } from "../../drivers/driver.ts";
import { LOOPBACK, openRemoteDesk, type RemoteDesk, TEST_KEY } from "../files/remote-fixture.ts";
import { createRemoteSource } from "../files/remote-source.ts";
import { createPorts } from "../stream/ports.ts";
import { sftpFolder } from "./folder.ts";
import { sftpSettings } from "./settings.ts";
import { openSftpPeer, PASSWORD, type SftpPeer, USER } from "./sftp-server-fixture.ts";
import { sftp } from "./transport.ts";

const HURRIED = { restSeconds: 0.1, everySeconds: 0.1 };

async function pinOf(peer: SftpPeer): Promise<string> {
  const { pin } = await tried(peer, {});
  assert.ok(pin !== undefined);
  return pin.fingerprint;
}

function tried(peer: SftpPeer, settings: Record<string, unknown>, password = PASSWORD) {
  return sftp.test({
    settings: sftpSettings.parse({ host: "127.0.0.1", port: peer.port, user: USER, ...settings }),
    credentials: { password },
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(10_000),
  });
}

async function openDesk(
  t: TestContext,
  settings: Record<string, unknown> = {},
  more: { framing?: Framing; credentials?: (peer: SftpPeer) => Record<string, string>; answerMs?: number } = {},
): Promise<RemoteDesk & { readonly peer: SftpPeer }> {
  let peer: SftpPeer | null = null;
  const desk = await openRemoteDesk(
    t,
    async (folder) => {
      const opened = await openSftpPeer(folder);
      peer = opened;
      t.after(() => Promise.resolve(opened.close()));
      const pin = await pinOf(opened);
      const parsed = sftpSettings.parse({
        host: "127.0.0.1",
        port: opened.port,
        user: USER,
        pin,
        ...HURRIED,
        ...settings,
      });
      const credentials = more.credentials?.(opened) ?? { password: PASSWORD };
      return ({ sink, positions, committed }, framing) => {
        const known = [...positions.values()];
        const options = {
          settings: parsed,
          framing,
          key: TEST_KEY,
          known,
          sink,
          committed,
          machine: LOOPBACK,
          credentials,
        };
        const { answerMs = 5_000 } = more;
        return createRemoteSource(options, sftpFolder({ ...options, answerMs }));
      };
    },
    more.framing,
  );
  assert.ok(peer !== null);
  return { ...desk, peer };
}

test("a growing file is read as it grows, over restarts and renames, each line once", async (t) => {
  const desk = await openDesk(t, { restSeconds: 10 });
  const written: string[] = [];
  for (let round = 0; round < 12; round++) {
    const line = `line ${round} ${"x".repeat(round * 400)}`;
    written.push(line);
    await appendFile(desk.at("cdr.csv"), line.slice(0, 4));
    await desk.poll();
    if (round % 3 === 0) await desk.restart();
    await appendFile(desk.at("cdr.csv"), `${line.slice(4)}\n`);
    await desk.poll();
  }
  await desk.settle();
  await appendFile(desk.at("cdr.csv"), "a last one before the rotation\n");
  await rename(desk.at("cdr.csv"), desk.at("cdr.csv.1"));
  await writeFile(desk.at("cdr.csv"), "after the rotation\n");
  assert.deepEqual(await desk.settle(), []);
  assert.deepEqual(desk.lines().sort(), [...written, "a last one before the rotation", "after the rotation"].sort());
  assert.ok(desk.peer.handles.most <= 2, `${desk.peer.handles.most} files were open at once`);
  await until(() => Promise.resolve(desk.peer.handles.open === 0), desk);
});

test("rotation by copying, a replaced file, a copy under another name and a cut-off file lose and repeat nothing", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("a.csv"), "a1\na2\n");
  await desk.settle();
  await appendFile(desk.at("a.csv"), "a3\n");
  await copyFile(desk.at("a.csv"), desk.at("a.csv.1"));
  await truncate(desk.at("a.csv"), 0);
  await appendFile(desk.at("a.csv"), "b1\n");
  await desk.settle();
  await writeFile(desk.at("a.csv"), "c1 is longer than what stood here\n");
  await desk.settle();
  await copyFile(desk.at("a.csv.1"), desk.at("copy.csv"));
  await desk.settle();
  await desk.restart();
  await desk.settle();
  assert.deepEqual(desk.lines().sort(), ["a1", "a2", "a3", "b1", "c1 is longer than what stood here"]);
});

test("a finished file that is replaced by a longer one is read from its start", async (t) => {
  const desk = await openDesk(t, { mode: "drop" });
  await writeFile(desk.at("daily.csv"), "header\nmonday");
  await desk.settle();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await writeFile(desk.at("daily.csv"), "HEADER\ntuesday\nand more of it");
  await desk.settle();
  assert.deepEqual(desk.lines(), ["header", "monday", "HEADER", "tuesday", "and more of it"]);
});

test("a dropped file is taken only once it stands still, whatever its time says, and links and folders never", async (t) => {
  const desk = await openDesk(t, { mode: "drop", restSeconds: 0.6 });
  await mkdir(desk.at("folder"));
  await symlink("/etc/hostname", desk.at("link.csv"));
  for (let part = 0; part < 6; part++) {
    await appendFile(desk.at("a.csv"), `line ${part}\n`);
    await desk.poll();
    assert.equal(desk.parts.length, 0, "taken while it was written");
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  await desk.settle();
  assert.equal(desk.lines().length, 6);
});

test("what is stored goes, and only then, also over a restart; what is moved overwrites nothing", async (t) => {
  const desk = await openDesk(t, { mode: "drop", after: "move", moveTo: "done" });
  await mkdir(desk.at("done"));
  await writeFile(join(desk.at("done"), "a.csv"), "an older one\n");
  await writeFile(desk.at("a.csv"), "a1\na2");
  await writeFile(desk.at("b.csv"), "b1\n");
  desk.inbox.waits = true;
  await desk.settle();
  assert.deepEqual(desk.lines().sort(), ["a1", "a2", "b1"]);
  await desk.restart();
  await desk.settle();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await desk.settle();
  assert.deepEqual((await readdir(desk.folder)).sort(), ["a.csv", "b.csv", "done"]);
  desk.inbox.waits = false;
  await until(async () => (await readdir(desk.folder)).length === 1, desk);
  assert.equal((await readdir(desk.at("done"))).length, 3);
  assert.equal(desk.lines().length, 3);
});

test("a file that was touched since it was read is not deleted before its rest is stored too", async (t) => {
  const desk = await openDesk(t, { mode: "drop", after: "delete" });
  await writeFile(desk.at("a.csv"), "a1\na2");
  desk.inbox.waits = true;
  await desk.settle();
  await appendFile(desk.at("a.csv"), " goes on\na3\n");
  desk.inbox.waits = false;
  await until(async () => (await readdir(desk.folder)).length === 0, desk);
  assert.deepEqual(desk.lines(), ["a1", "a2", "a1", "a2 goes on", "a3"]);
});

test("another host key stops the source before anything is sent to it, and so does a missing one", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("a.csv"), "a1\n");
  await desk.settle();
  await desk.peer.changeHostKey();
  desk.peer.offered.length = 0;
  await desk.restart();
  await assert.rejects(desk.poll(), { problem: "pin-changed" });
  assert.deepEqual(desk.peer.offered, []);
  const shown = await tried(desk.peer, { pin: "SHA256:".padEnd(50, "A") });
  assert.deepEqual([shown.files, shown.frames.length, shown.pin?.about["algorithm"]], [0, 0, "ssh-ed25519"]);
  assert.deepEqual(desk.peer.offered, [], "a test, too, shows the key before it signs in");
  const settings = sftpSettings.parse({ host: "127.0.0.1", port: desk.peer.port, user: USER });
  const { sink } = desk;
  const open = { settings, sink, key: TEST_KEY, known: [], framing: { kind: "line" } as const, ports: createPorts() };
  const source = sftp.open({ ...open, credentials: { password: PASSWORD }, machine: LOOPBACK });
  await assert.rejects(source.poll(), { problem: "pin-missing" });
  await source.close();
});

test("password, key and a prompt for the password sign in; what is wrong or missing is said and not tried again at once", async (t) => {
  const byKey = await openDesk(t, { signIn: "key" }, { credentials: (peer) => ({ privateKey: peer.userKey }) });
  await writeFile(byKey.at("a.csv"), "a1\n");
  assert.deepEqual(await byKey.settle(), []);
  assert.deepEqual(byKey.lines(), ["a1"]);
  const asked = await openDesk(t);
  asked.peer.fails.passwordPrompt = true;
  assert.deepEqual(await asked.settle(), []);
  const wrong = await openDesk(t, {}, { credentials: () => ({ password: "fel" }) });
  wrong.peer.offered.length = 0;
  for (let round = 0; round < 5; round++) await assert.rejects(wrong.poll(), { problem: "wrong-credentials" });
  assert.deepEqual(wrong.peer.offered, ["fel"]);
  const missing = await openDesk(t, { signIn: "key" }, { credentials: () => ({ privateKey: "no key at all" }) });
  await assert.rejects(missing.poll(), { problem: "no-credentials" });
});

test("a missing folder, an unreadable file and a refused network are said", async (t) => {
  const desk = await openDesk(t, { folder: "missing" });
  await assert.rejects(desk.poll(), { problem: "folder-missing" });
  await mkdir(desk.at("missing"));
  await writeFile(join(desk.at("missing"), "a.csv"), "a1\n");
  const nowhere = sftp.test({
    settings: sftpSettings.parse({ host: "127.0.0.1", port: desk.peer.port, user: USER }),
    credentials: { password: PASSWORD },
    framing: { kind: "line" },
    machine: { ...LOOPBACK, networks: () => Promise.resolve(["10.0.0.0/8"]) },
    signal: AbortSignal.timeout(5_000),
  });
  await assert.rejects(nowhere, { problem: "network-refused" });
});

test("a server that never answers, that lies about sizes or cuts off costs time, and nothing else", async (t) => {
  const desk = await openDesk(t, { mode: "drop" }, { answerMs: 300 });
  const text = Array.from({ length: 4_000 }, (_, i) => `line ${i} of a file that is longer than one answer`).join("\n");
  await writeFile(desk.at("a.csv"), text);
  for (const request of ["OPENDIR", "READDIR", "OPEN", "FSTAT", "READ"]) {
    desk.peer.fails.silent = new Set([request]);
    const problems = new Set<string>();
    for (let round = 0; round < 40 && problems.size === 0; round++)
      for (const problem of await desk.settle(1)) if (problem !== "never settled") problems.add(problem);
    assert.deepEqual([...problems], ["timed-out"], request);
  }
  delete desk.peer.fails.silent;
  desk.peer.fails.size = (size) => size + 1_000;
  await desk.settle(15);
  assert.ok(!desk.lines().includes("line 3999 of a file that is longer than one answer"), "an end that is none");
  delete desk.peer.fails.size;
  desk.peer.fails.endsAt = 100_010;
  await desk.settle(10);
  delete desk.peer.fails.endsAt;
  desk.peer.fails.readsLeft = 3;
  await desk.settle(5);
  delete desk.peer.fails.readsLeft;
  await desk.settle();
  assert.deepEqual(desk.lines(), text.split("\n"));
});

test("a folder of endless long names is given up before it fills the memory", async (t) => {
  const desk = await openDesk(t);
  let answers = 0;
  desk.peer.fails.endless = () => {
    answers++;
    return { filename: "a.csv", longname: "x".repeat(2_000) };
  };
  const found = tried(desk.peer, { pin: await pinOf(desk.peer) });
  await assert.rejects(found, { problem: "protocol-broken" });
  assert.ok(answers < 300, `${answers} answers of 200 KB were kept`);
});

test("a test shows the key, counts the files and gives the first records of the newest one, and takes nothing", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("old.csv"), "old\n");
  await writeFile(desk.at("new.csv"), "n1\nn2\n");
  await chmod(desk.at("new.csv"), 0o600);
  const found = await tried(desk.peer, { pin: await pinOf(desk.peer) });
  assert.deepEqual([found.files, found.unreadable, found.frames.length > 0], [2, 0, true]);
  assert.match(found.pin?.fingerprint ?? "", /^SHA256:[\w+/]{43}$/);
  await assert.rejects(tried(desk.peer, { pin: await pinOf(desk.peer) }, "fel"), { problem: "wrong-credentials" });
  assert.deepEqual(desk.parts, []);
});

test("among ten thousand files those that fit are read once, and after a restart none of them is opened again", async (t) => {
  const desk = await openDesk(t, { mode: "drop", pattern: "f*.csv", restSeconds: 1 });
  for (let n = 0; n < 9_800; n++) writeFileSync(desk.at(`other${n}.csv`), "");
  for (let n = 0; n < 200; n++) writeFileSync(desk.at(`f${n}.csv`), `date;number\n${n}\n`);
  assert.deepEqual(await desk.settle(2_000), []);
  assert.equal(desk.lines().length, 400);
  desk.peer.fails.silent = new Set(["OPEN"]);
  await desk.restart();
  assert.deepEqual(await desk.settle(), []);
  assert.equal(desk.lines().length, 400);
});

async function until(condition: () => Promise<boolean>, desk: RemoteDesk): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if (await condition()) return;
    await desk.poll();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail("waited in vain");
}
