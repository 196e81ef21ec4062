import assert from "node:assert/strict";
import { appendFile, copyFile, mkdir, readdir, rename, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Framing } from "../../drivers/driver.ts";
import { LOOPBACK, openRemoteDesk, type RemoteDesk, TEST_KEY } from "../files/remote-fixture.ts";
import { createRemoteSource } from "../files/remote-source.ts";
import { ftpFolder } from "./folder.ts";
import { type Failings, type FtpPeer, openFtpPeer, PASSWORD, USER } from "./ftp-server-fixture.ts";
import { roughTime } from "./list.ts";
import { ftpSettings } from "./settings.ts";
import { ftp } from "./transport.ts";

const HURRIED = { restSeconds: 0.1, everySeconds: 0.1 };
type Security = "explicit" | "implicit" | "none";

function tried(peer: FtpPeer, settings: Record<string, unknown>, password = PASSWORD) {
  return ftp.test({
    settings: ftpSettings.parse({ host: "127.0.0.1", port: peer.port, user: USER, ...settings }),
    credentials: { password },
    framing: { kind: "line" },
    machine: LOOPBACK,
    signal: AbortSignal.timeout(10_000),
  });
}

async function openDesk(
  t: TestContext,
  settings: Record<string, unknown> = {},
  more: { security?: Security; fails?: Failings; framing?: Framing; password?: string; answerMs?: number } = {},
): Promise<RemoteDesk & { readonly peer: FtpPeer }> {
  let peer: FtpPeer | null = null;
  const { security = "explicit", answerMs = 5_000 } = more;
  const desk = await openRemoteDesk(
    t,
    async (folder) => {
      const opened = await openFtpPeer(folder, security, more.fails);
      peer = opened;
      t.after(() => Promise.resolve(opened.close()));
      const { pin } = security === "none" ? {} : await tried(opened, { security });
      const shown = pin === undefined ? {} : { pin: pin.fingerprint };
      const base = { host: "127.0.0.1", port: opened.port, user: USER, security, ...shown };
      const parsed = ftpSettings.parse({ ...base, ...HURRIED, ...settings });
      return ({ sink, positions, committed }, framing) => {
        const credentials = { password: more.password ?? PASSWORD };
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
        return createRemoteSource(options, ftpFolder({ ...options, answerMs }));
      };
    },
    more.framing,
  );
  assert.ok(peer !== null);
  return { ...desk, peer };
}

for (const [security, lacks] of [
  ["explicit", []],
  ["implicit", ["EPSV"]],
  ["none", ["MLSD", "EPSV"]],
  ["explicit", ["MLSD", "SIZE", "REST"]],
] as const) {
  const about = lacks.length === 0 ? security : `${security}, without ${lacks.join(" and ")}`;
  test(`${about}: a growing file, a rotation, a copy and a cut-off file lose and repeat nothing`, async (t) => {
    const desk = await openDesk(t, { restSeconds: 5 }, { security, fails: { lacks: new Set(lacks) } });
    const written: string[] = [];
    await symlink("/etc/hostname", desk.at("link.csv"));
    await mkdir(desk.at("folder.csv"));
    for (let round = 0; round < 8; round++) {
      const line = `line ${round} ${"x".repeat(round * 9_000)}`;
      written.push(line);
      await appendFile(desk.at("cdr.csv"), line.slice(0, 4));
      await desk.poll();
      if (round % 3 === 0) await desk.restart();
      await appendFile(desk.at("cdr.csv"), `${line.slice(4)}\n`);
      await desk.poll();
    }
    assert.deepEqual(await desk.settle(), []);
    await rename(desk.at("cdr.csv"), desk.at("cdr.csv.1"));
    await writeFile(desk.at("cdr.csv"), "after the rotation\n");
    assert.deepEqual(await desk.settle(), []);
    await copyFile(desk.at("cdr.csv"), desk.at("copy.csv"));
    await truncate(desk.at("cdr.csv"), 0);
    await appendFile(desk.at("cdr.csv"), "b1\n");
    assert.deepEqual(await desk.settle(), []);
    await desk.restart();
    assert.deepEqual(await desk.settle(), []);
    assert.deepEqual(desk.lines().sort(), [...written, "after the rotation", "b1"].sort());
  });
}

test("what is stored is removed or moved, only then, and what is moved overwrites nothing", async (t) => {
  for (const after of ["delete", "move"] as const) {
    const desk = await openDesk(t, { mode: "drop", after, moveTo: "done" });
    await mkdir(desk.at("done"));
    await writeFile(join(desk.at("done"), "a.csv"), "an older one\n");
    await writeFile(desk.at("a.csv"), "a1\na2");
    desk.inbox.waits = true;
    await desk.settle();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await desk.settle();
    assert.deepEqual((await readdir(desk.folder)).sort(), ["a.csv", "done"]);
    desk.inbox.waits = false;
    for (let round = 0; round < 100 && (await readdir(desk.folder)).length > 1; round++) await desk.settle(1);
    assert.deepEqual(await readdir(desk.folder), ["done"]);
    assert.equal((await readdir(desk.at("done"))).length, after === "move" ? 2 : 1);
    assert.deepEqual(desk.lines(), ["a1", "a2"]);
  }
});

test("another certificate stops the source before a name or password is sent, and a missing pin opens nothing", async (t) => {
  for (const security of ["explicit", "implicit"] as const) {
    const desk = await openDesk(t, {}, { security });
    await writeFile(desk.at("a.csv"), "a1\n");
    await desk.settle();
    await desk.peer.changeCertificate();
    desk.peer.commands.length = 0;
    await desk.restart();
    await assert.rejects(desk.poll(), { problem: "pin-changed" });
    const shown = await tried(desk.peer, { security });
    assert.equal(shown.frames.length, 0);
    assert.match(shown.pin?.fingerprint ?? "", /^SHA256:[0-9A-F:]{95}$/);
    assert.deepEqual(
      desk.peer.commands.filter((command) => /^(USER|PASS)/.test(command)),
      [],
    );
    await assert.rejects(tried(desk.peer, { security, trust: "name" }), { problem: "certificate-invalid" });
  }
});

test("a wrong password, a missing folder and a refused network are said; the password is not tried again at once", async (t) => {
  const wrong = await openDesk(t, {}, { password: "fel" });
  for (let round = 0; round < 4; round++) await assert.rejects(wrong.poll(), { problem: "wrong-credentials" });
  assert.equal(wrong.peer.commands.filter((command) => command === "PASS").length, 1);
  const missing = await openDesk(t, { folder: "missing" });
  await assert.rejects(missing.poll(), { problem: "folder-missing" });
  const refused = ftp.test({
    settings: ftpSettings.parse({ host: "127.0.0.1", port: wrong.peer.port, user: USER, security: "none" }),
    credentials: { password: PASSWORD },
    framing: { kind: "line" },
    machine: { ...LOOPBACK, networks: () => Promise.resolve([]) },
    signal: AbortSignal.timeout(5_000),
  });
  await assert.rejects(refused, { problem: "network-refused" });
});

test("a transfer that was cut, or that the server calls whole while it is not, gives no end of a file", async (t) => {
  const desk = await openDesk(t, { mode: "drop" }, { answerMs: 400 });
  const text = Array.from({ length: 6_000 }, (_, i) => `line ${i} of a file that takes a while`).join("\n");
  await writeFile(desk.at("a.csv"), text);
  for (const silent of ["MLSD", "SIZE", "EPSV", "RETR"]) {
    desk.peer.fails.silent = new Set([silent]);
    const problems = new Set<string>();
    for (let round = 0; round < 40 && problems.size === 0; round++)
      for (const problem of await desk.settle(1)) if (problem !== "never settled") problems.add(problem);
    assert.deepEqual([...problems], ["timed-out"], silent);
  }
  delete desk.peer.fails.silent;
  for (const confirmed of [false, true]) {
    desk.peer.fails.confirmed = confirmed;
    desk.peer.fails.endsAt = confirmed ? 150_020 : 100_010;
    await desk.settle(6);
    const taken = Buffer.byteLength(desk.lines().join("\n"));
    assert.ok(taken < 150_020 && !desk.lines().some((line) => !/a while$/.test(line)), "a line that was cut");
  }
  delete desk.peer.fails.endsAt;
  desk.peer.fails.size = (size) => size + 500;
  await desk.settle(6);
  assert.ok(!desk.lines().includes("line 5999 of a file that takes a while"), "an end that is none");
  delete desk.peer.fails.size;
  await desk.settle();
  assert.deepEqual(desk.lines(), text.split("\n"));
});

test("times of a listing give the order of files, whoever wrote them", () => {
  const now = Date.UTC(2026, 5, 15, 10);
  const shown = (text: string) => new Date(roughTime(text, now)).toISOString().slice(0, 16);
  assert.equal(shown("Jun 15 09:30"), "2026-06-15T09:30");
  assert.equal(shown("Dec 24 23:59"), "2025-12-24T23:59");
  assert.equal(shown("Jan 02 2024"), "2024-01-02T00:00");
  assert.equal(shown("06-15-26 12:05AM"), "2026-06-15T00:05");
  assert.equal(shown("06-15-2026 01:05PM"), "2026-06-15T13:05");
  assert.equal(shown("yesterday"), "1970-01-01T00:00");
});
