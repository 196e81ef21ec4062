import assert from "node:assert/strict";
import { connect } from "node:net";
import { afterEach, test } from "node:test";
import ssh2, { type Algorithms, type Client, type ConnectConfig, type SFTPWrapper } from "ssh2";
import { pinOf } from "../sftp/host-key.ts";
import { newKeyPair } from "../sftp/sftp-server-fixture.ts";
import { createPorts } from "../stream/ports.ts";
import { createUploadSink, linesFrom, openServed, testMachine, until } from "../uploads/upload-fixture.ts";
import { sftpServer } from "./transport.ts";

const { OPEN_MODE } = ssh2.utils.sftp;
const HOST = newKeyPair().private;
const machine = testMachine({ hostKeys: async () => [HOST] });
const PASSWORD = "lingon-och-messmör";
const base = { address: "127.0.0.1", port: 22_500 + (process.pid % 900), user: "cucm" };
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function served(settings: object = {}, options: object = {}) {
  const made = await openServed(sftpServer, {
    settings: { ...base, ...settings },
    credentials: { password: PASSWORD },
    machine,
    ...options,
  });
  closing.push(() => made.source.close());
  return made;
}

async function peer(config: ConnectConfig = {}): Promise<{ client: Client; sftp: SFTPWrapper }> {
  const client = new ssh2.Client();
  client.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    client
      .once("ready", resolve)
      .once("error", reject)
      .once("close", () => reject(new Error("closed")));
    client.connect({ host: base.address, port: base.port, username: base.user, password: PASSWORD, ...config });
  });
  client.setNoDelay(true);
  closing.push(() => client.end());
  return { client, sftp: await asked<SFTPWrapper>((done) => client.sftp(done)) };
}

async function asked<T = void>(
  ask: (done: (error: Error | null | undefined, answer?: T) => void) => unknown,
): Promise<T> {
  return await new Promise((resolve, reject) => ask((error, answer) => (error ? reject(error) : resolve(answer as T))));
}

const write = (sftp: SFTPWrapper, handle: Buffer, bytes: Buffer, at: number) =>
  asked((done) => sftp.write(handle, bytes, 0, bytes.length, at, done));
const open = (sftp: SFTPWrapper, path: string, flags: number) =>
  asked<Buffer>((done) => sftp.open(path, flags, {}, done));
const NEW = OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.TRUNC;
const ON = OPEN_MODE.WRITE | OPEN_MODE.CREAT;

test("a file is stored when its close is answered, shown to its sender, and cannot be read back", async () => {
  const { source, sink } = await served({ folder: "/cdr/in" });
  const { sftp, client } = await peer();
  const whole = linesFrom(0, 50_000);
  const handle = await open(sftp, "/cdr/in/a.csv", NEW);
  const bytes = Buffer.from(whole);
  const writes: Promise<unknown>[] = [];
  for (let at = 0; at < bytes.length; at += 32_768)
    writes.push(write(sftp, handle, bytes.subarray(at, at + 32_768), at));
  await Promise.all(writes);
  assert.deepEqual(sink.lines(), []);
  await asked((done) => sftp.close(handle, done));
  assert.equal(text(sink.lines()), whole);
  const stats = await asked<{ size: number }>((done) => sftp.stat("/cdr/in/a.csv", done as never));
  assert.equal(stats.size, bytes.length);
  const list = await asked<{ filename: string }[]>((done) => sftp.readdir("/cdr/in", done as never));
  assert.deepEqual(
    list.map((one) => one.filename),
    ["a.csv"],
  );
  await assert.rejects(open(sftp, "/cdr/in/a.csv", OPEN_MODE.READ), /denied|Permission/i);
  await assert.rejects(open(sftp, "/etc/passwd", OPEN_MODE.READ), /no such/i);
  assert.equal(await asked<string>((done) => sftp.realpath("../../..", done)), "/");
  await assert.rejects(open(sftp, "/a.csv.gz", NEW), /Compressed/);
  client.end();
  // Another connection is shown nothing of it.
  const other = await peer();
  await assert.rejects(
    asked((done) => other.sftp.stat("/cdr/in/a.csv", done as never)),
    /no such/i,
  );
  assert.equal(source.live?.()["stored"], 1);
  await source.close();
});

test("fifty uploads cut off at any byte bring nothing; each goes on where it was, or is sent again", async () => {
  const { source, sink } = await served();
  const expected: string[] = [];
  const { sftp } = await peer();
  for (let round = 0; round < 5; round++) {
    const first = await peer();
    const before = sink.lines().length;
    const cuts = Array.from({ length: 10 }, (_, n) => {
      const whole = Buffer.from(linesFrom(round * 100_000 + n * 1_000, 200 + n));
      return {
        path: `/f${round}-${n}.csv`,
        whole,
        // Now and then all of it came, and only the end was not told.
        cut: n < 2 ? whole.length : 2 + Math.floor(Math.random() * (whole.length - 2)),
        on: n % 2 === 0,
      };
    });
    for (const { path, whole, cut } of cuts) {
      const handle = await open(first.sftp, path, NEW);
      await write(first.sftp, handle, whole.subarray(0, cut), 0);
    }
    first.client.destroy();
    await until(() => source.live?.()["open"] === 0);
    assert.equal(sink.lines().length, before);
    for (const { path, whole, cut, on } of cuts) {
      const { size } = await asked<{ size: number }>((done) => sftp.stat(path, done as never));
      assert.equal(size, cut - 1, "never as long as its own: it would not come back to end it");
      const again = await open(sftp, path, on ? ON : NEW);
      await write(sftp, again, on ? whole.subarray(size) : whole, on ? size : 0);
      await asked((done) => sftp.close(again, done));
      expected.push(whole.toString());
    }
  }
  assert.equal(text(sink.lines()), expected.join(""));
});

test("a file with the name of an unfinished one waits for its new name; what leaves a hole is refused", async () => {
  const { source, sink } = await served({ pattern: "*.csv" });
  const { sftp } = await peer();
  const send = async (path: string, content: string, at = 0) => {
    const handle = await open(sftp, path, NEW);
    await write(sftp, handle, Buffer.from(content), at);
    await asked((done) => sftp.close(handle, done));
  };
  await send("/a.csv.tmp", "one\n");
  await send("/b.filepart", "two\n");
  assert.deepEqual(sink.lines(), []);
  await asked((done) => sftp.rename("/a.csv.tmp", "/a.csv", done));
  assert.deepEqual(sink.lines(), ["one"]);
  await asked((done) => sftp.rename("/b.filepart", "/b.txt", done));
  assert.deepEqual(sink.lines(), ["one"]);
  await assert.rejects(
    asked((done) => sftp.rename("/nothing", "/c.csv", done)),
    /no such/i,
  );
  await assert.rejects(send("/hole.csv", "three\n", 5), /missing/);
  await send("/c.csv", "one\n");
  await send("/d.csv", "one\nfour\n");
  assert.deepEqual(sink.lines(), ["one", "four"]);
  assert.equal(source.live?.()["known"], 1);
  await source.close();
});

test("what a peer is refused is counted once by its reason, told without the file's name, and a problem where it repeats", async () => {
  const told: unknown[][] = [];
  const sink = createUploadSink();
  const note = (...given: unknown[]) => void told.push(given);
  const { source } = await served({ maximumMegabytes: 1 }, { sink: { ...sink, sink: { ...sink.sink, note } } });
  const { sftp } = await peer();
  await assert.rejects(open(sftp, "/070-1740605.csv.gz", NEW), /Compressed/);
  assert.equal((await source.poll()).problem, null, "once may be somebody's trial");
  await assert.rejects(open(sftp, "/070-1740606.zip", NEW), /Compressed/);
  assert.equal((await source.poll()).problem, "files-compressed");
  await assert.rejects(open(sftp, `/${"x".repeat(300)}`, NEW), /too long/);
  // Many writes are under way when the first is refused: it is one file.
  const large = await open(sftp, "/large.csv", NEW);
  const piece = Buffer.alloc(32_768, "x");
  const writes = Array.from({ length: 64 }, (_, n) => write(sftp, large, piece, n * piece.length));
  const ends = await Promise.allSettled(writes);
  assert.ok(ends.filter(({ status }) => status === "rejected").length > 30);
  await assert.rejects(asked((done) => sftp.close(large, done)));
  const holes = await open(sftp, "/holes.csv", NEW);
  await write(sftp, holes, piece, 0);
  for (let n = 0; n < 3; n++) await assert.rejects(write(sftp, holes, piece, 5));
  await assert.rejects(asked((done) => sftp.close(holes, done)));
  const figures = source.live?.() ?? {};
  const by = Object.entries(figures).filter(([name]) => name.startsWith("refused"));
  assert.deepEqual(Object.fromEntries(by), {
    refused: 5,
    "refused-compressed": 2,
    "refused-name": 1,
    "refused-too-large": 1,
    "refused-place": 1,
  });
  await source.poll();
  assert.deepEqual(told, [
    ["refused", 1, "files-compressed"],
    ["refused", 1, "files-compressed"],
    ["refused", 1, "files-misnamed"],
    ["refused", 1, "file-too-large"],
    ["refused", 1, "files-rewritten"],
  ]);
  assert.deepEqual(sink.lines(), []);
});

test("users of one port are kept apart, by password and by key; strangers are slowed, counted and told nothing", async () => {
  const ports = createPorts();
  const keys = newKeyPair();
  const sinks = [createUploadSink(), createUploadSink()];
  const one = await served({}, { ports, sink: sinks[0] });
  const two = await served({ user: "bcm", signIn: "key", publicKey: keys.public }, { ports, sink: sinks[1] });
  const put = async ({ sftp }: { sftp: SFTPWrapper }, content: string) => {
    const handle = await open(sftp, "/x", NEW);
    await write(sftp, handle, Buffer.from(content), 0);
    await asked((done) => sftp.close(handle, done));
  };
  await put(await peer(), "of one\n");
  await put(await peer({ username: "bcm", privateKey: keys.private, password: "" }), "of two\n");
  assert.deepEqual([one.sink.lines(), two.sink.lines()], [["of one"], ["of two"]]);
  const since = performance.now();
  const other = newKeyPair().private;
  const wrong = [{ password: "wrong" }, { username: "nobody" }, { username: "bcm" }];
  const strangers = [...wrong, { username: "bcm", privateKey: other, password: "" }];
  await Promise.all(strangers.map((config) => assert.rejects(peer(config), /auth/i)));
  assert.ok(performance.now() - since > 900);
  await two.source.poll();
  assert.ok(two.sink.notes.includes("stranger"));
  await one.source.close();
  await assert.rejects(peer(), /auth/i);
  await two.source.close();
  await assert.rejects(peer());
});

test("old key exchanges are for the source alone that allows them", async () => {
  const ports = createPorts();
  const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 }).private;
  const both = testMachine({ hostKeys: async () => [HOST, rsa] });
  const today = await served({}, { ports, machine: both });
  const algorithms: Algorithms = {
    kex: ["diffie-hellman-group14-sha1"],
    serverHostKey: ["ssh-rsa"],
    hmac: ["hmac-sha1"],
    cipher: ["aes128-cbc"],
  };
  await assert.rejects(peer({ algorithms }), /handshake|closed|matching/i);
  const old = await served({ user: "old", oldAlgorithms: true }, { ports, machine: both });
  const connected = await peer({ algorithms, username: "old" });
  connected.client.end();
  await assert.rejects(peer({ algorithms }), /auth/i);
  await today.source.close();
  await old.source.close();
});

test("a test tells what to enter at the PBX, and a source without a permit or a password does not listen", async () => {
  const settings = sftpServer.settings.parse({ ...base });
  const options = { settings, framing: { kind: "line" as const }, signal: AbortSignal.timeout(10_000) };
  const tried = await sftpServer.test({ ...options, credentials: { password: PASSWORD }, machine });
  let shown = "";
  const { source } = await served();
  const seen = await peer({
    hostVerifier: (key: Buffer) => {
      shown = pinOf(key).fingerprint;
      return true;
    },
  });
  seen.client.end();
  assert.deepEqual(tried.enter, {
    address: base.address,
    port: String(base.port),
    user: base.user,
    "hostKey.ssh-ed25519": shown,
  });
  await source.close();
  await assert.rejects(sftpServer.test({ ...options, credentials: { password: "short" }, machine }), {
    problem: "no-credentials",
  });
  const closed = testMachine({ ports: async () => [] });
  await assert.rejects(served({}, { machine: closed }), { problem: "port-refused" });
});

test("who does not speak, or asks without end and reads nothing, costs its own connection", async () => {
  const { source } = await served();
  const silent = connect(base.port, base.address);
  silent.write("GET / HTTP/1.1\r\n".repeat(2_000));
  silent.on("error", () => undefined).resume();
  await new Promise((resolve) => silent.once("close", resolve));
  const { sftp, client } = await peer();
  const handles = Array.from({ length: 40 }, (_, n) =>
    open(sftp, `/h${n}`, NEW).then(
      () => true,
      () => false,
    ),
  );
  const opened = (await Promise.all(handles)).filter(Boolean).length;
  assert.equal(opened, 16);
  client.end();
  await until(() => source.live?.()["connections"] === 0);
  await source.close();
});
