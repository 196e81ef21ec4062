import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { afterEach, test } from "node:test";
import { Client } from "basic-ftp";
import { playAuthority } from "../http/played-authority.ts";
import type { ServerCertificate } from "../machine/server-certificate.ts";
import { createPorts } from "../stream/ports.ts";
import { createUploadSink, linesFrom, openServed, testMachine, until } from "../uploads/upload-fixture.ts";
import { ftpServer } from "./transport.ts";

const PASSWORD = "lingon-och-messmör";
const FIRST = 24_000 + (process.pid % 300) * 20;
const base = { address: "127.0.0.1", port: FIRST, passiveFrom: FIRST + 1, passiveTo: FIRST + 9, user: "bcm" };
const certificate: Promise<ServerCertificate> = playAuthority().then((authority) => authority.issue("127.0.0.1"));
const machine = testMachine({ certificate: () => certificate });
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
type Security = "explicit" | "implicit" | "none";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function served(security: Security, settings: object = {}, options: object = {}) {
  const made = await openServed(ftpServer, {
    settings: { ...base, security, ...settings },
    credentials: { password: PASSWORD },
    machine,
    ...options,
  });
  closing.push(() => made.source.close());
  return made;
}

async function peer(security: Security, given: { user?: string; password?: string } = {}): Promise<Client> {
  const client = new Client(20_000);
  closing.push(() => client.close());
  const secure = security === "none" ? false : security === "implicit" ? ("implicit" as const) : true;
  await client.access({
    ...{ host: base.address, port: base.port, user: base.user, password: PASSWORD, secure, ...given },
    secureOptions: { rejectUnauthorized: false },
  });
  return client;
}

const put = (client: Client, content: string, path: string) => client.uploadFrom(Readable.from(content), path);

for (const security of ["explicit", "implicit", "none"] as const)
  test(`files pushed by FTP (${security}) are stored when they are answered for, and cannot be read back`, async () => {
    const { sink, source } = await served(security);
    const client = await peer(security);
    const whole = linesFrom(0, 40_000);
    await client.ensureDir("/cdr/in");
    await put(client, whole, "a.csv");
    assert.equal(text(sink.lines()), whole);
    assert.equal(await client.size("/cdr/in/a.csv"), whole.length);
    assert.deepEqual(
      (await client.list("/cdr/in")).map(({ name, size }) => [name, size]),
      [["a.csv", whole.length]],
    );
    await put(client, whole, "again.csv");
    await put(client, `${whole}more\n`, "grown.csv");
    await put(client, "late\n", "b.csv.tmp");
    assert.deepEqual(sink.lines().slice(40_000), ["more"]);
    await client.rename("b.csv.tmp", "b.csv");
    assert.deepEqual(sink.lines().slice(40_000), ["more", "late"]);
    await assert.rejects(client.downloadTo(new PassThrough(), "a.csv"), /550/);
    await assert.rejects(put(client, "x", "x.gz"), /553/);
    await assert.rejects(client.send("PORT 127,0,0,1,10,10"), /502/);
    assert.deepEqual([source.live?.()["stored"], source.live?.()["known"]], [3, 1]);
  });

test("fifty uploads cut off at any byte bring nothing; each goes on where it was, or is sent again", async () => {
  const { sink, source } = await served("none");
  const lasting = await Promise.all([0, 1, 2, 3, 4].map(() => peer("none")));
  const expected: string[] = [];
  for (let round = 0; round < 10; round++) {
    const before = sink.lines().length;
    const cuts = [0, 1, 2, 3, 4].map((n) => {
      const whole = linesFrom(round * 10_000 + n * 1_000, 200 + n);
      return {
        path: `/f${round}-${n}.csv`,
        whole,
        // Now and then all of it came, and only the end was not told.
        cut: n === 0 ? whole.length : 2 + Math.floor(Math.random() * (whole.length - 2)),
        n: round + n,
      };
    });
    await Promise.all(cuts.map(({ path, whole, cut, n }) => breakOff(path, whole.slice(0, cut), n % 3)));
    await until(() => source.live?.()["open"] === 0 && source.live()["connections"] === 5);
    assert.equal(sink.lines().length, before);
    await Promise.all(
      cuts.map(async ({ path, whole, cut, n }, at) => {
        const client = lasting[at] ?? assert.fail();
        if (n % 2 === 0) {
          const shown = await client.size(path);
          assert.equal(shown, cut - 1, "never as long as its own: it would not come back to end it");
          await client.appendFrom(Readable.from(whole.slice(shown)), path);
        } else await put(client, whole, path);
        expected.push(...whole.trimEnd().split("\n"));
      }),
    );
  }
  assert.deepEqual(sink.lines().sort(), expected.sort());
});

/** A peer that dies in the middle of a file: reset, ended as by a killed program, or its control connection alone. */
async function breakOff(path: string, content: string, how: number): Promise<void> {
  const control = await dialled(base.port);
  const say = async (line: string) => {
    const answer = once(control, "data");
    control.write(`${line}\r\n`);
    return String((await answer)[0]);
  };
  await say(`USER ${base.user}`);
  await say(`PASS ${PASSWORD}`);
  const [, port = ""] = /\|\|\|(\d+)\|/.exec(await say("EPSV")) ?? [];
  const data = await dialled(Number(port), false);
  await say(`STOR ${path}`);
  await new Promise<void>((resolve) => data.write(content, () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (how === 0) data.resetAndDestroy();
  if (how === 1) data.end();
  control.destroy();
  data.destroy();
}

async function dialled(port: number, greets = true): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, greets ? "data" : "connect");
  return socket;
}

test("a place where the file does not go on is refused, and REST goes on with what was cut off", async () => {
  const { sink, source } = await served("none");
  await breakOff("/a.csv", "one\ntw", 0);
  await until(() => source.live?.()["waiting"] === 1);
  const client = await peer("none");
  const from = async (place: number, rest: string) => {
    await client.send(`REST ${place}`);
    return await put(client, rest, "/a.csv");
  };
  await assert.rejects(from(3, "\ntwo\n"), /553/);
  await assert.rejects(from(6, "o\n"), /553/);
  await put(client, "one\ntwo\n", "/a.csv");
  assert.deepEqual(sink.lines(), ["one", "two"]);
  await breakOff("/b.csv", "three\nfo", 1);
  await until(() => source.live?.()["waiting"] === 1);
  await client.send("REST 7");
  await put(client, "our\n", "/b.csv");
  assert.deepEqual(sink.lines(), ["one", "two", "three", "four"]);
});

test("what a peer is refused is counted by its reason: compressed, behind what was taken, active, without TLS", async () => {
  const { source } = await served("explicit");
  const client = await peer("explicit");
  await assert.rejects(put(client, "x", "x.gz"), /553/);
  await put(client, "whole\n", "a.csv");
  await client.send("REST 3");
  await assert.rejects(put(client, "x", "a.csv"), /553/);
  await assert.rejects(client.send("PORT 127,0,0,1,9,9"), /502/);
  assert.equal((await source.poll()).problem, null);
  await assert.rejects(client.send("EPRT |1|127.0.0.1|2313|"), /502/);
  assert.equal((await source.poll()).problem, "transfer-way-wrong");
  const { "refused-compressed": compressed, "refused-place": place, "refused-way": way } = source.live?.() ?? {};
  assert.deepEqual([compressed, place, way], [1, 1, 2]);
});

test("users of one port are kept apart; nothing is said in clear text where TLS is asked for, and strangers are counted", async () => {
  const ports = createPorts();
  const sinks = [createUploadSink(), createUploadSink()];
  const one = await served("explicit", {}, { ports, sink: sinks[0] });
  const two = await served("explicit", { user: "other" }, { ports, sink: sinks[1] });
  await put(await peer("explicit"), "of one\n", "x");
  await put(await peer("explicit", { user: "other" }), "of two\n", "x");
  assert.deepEqual([one.sink.lines(), two.sink.lines()], [["of one"], ["of two"]]);
  await assert.rejects(peer("none"), /530/);
  const wrong = [{ password: "wrong" }, { user: "nobody" }];
  await Promise.all(wrong.map((given) => assert.rejects(peer("explicit", given), /530/)));
  await two.source.poll();
  assert.ok(two.sink.notes.includes("stranger"));
  // What stands behind the question for TLS was said by somebody on the way.
  const socket = await dialled(base.port);
  socket.write(`AUTH TLS\r\nUSER ${base.user}\r\n`);
  socket.resume();
  await once(socket, "close");
});

test("what is endless, or comes to the port of another, costs its own connection", async () => {
  const { sink } = await served("none");
  const endless = await dialled(base.port);
  endless.resume();
  endless.write("x".repeat(10_000));
  await once(endless, "close");
  const client = await peer("none");
  await client.send("EPSV");
  await assert.rejects(client.send("STOR /../../etc/x\u0001y"), /553/);
  await put(client, "here\n", "/../../etc/passwd");
  assert.deepEqual(sink.lines(), ["here"]);
});

test("a test tells what to enter at the PBX; ports for files are permitted like the first one", async () => {
  const settings = ftpServer.settings.parse({ ...base, security: "explicit" });
  const options = { settings, framing: { kind: "line" as const }, signal: AbortSignal.timeout(10_000) };
  const { enter } = await ftpServer.test({ ...options, credentials: { password: PASSWORD }, machine });
  assert.match(enter?.["certificate"] ?? "", /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(enter?.["passive"], `${base.passiveFrom}-${base.passiveTo}`);
  const ports = async () => [{ kind: "address" as const, address: "127.0.0.1", from: FIRST, to: FIRST + 8 }];
  await assert.rejects(served("explicit", {}, { machine: { ...machine, ports } }), { problem: "port-refused" });
  assert.ok(!ftpServer.settings.safeParse({ ...base, passiveFrom: base.port }).success);
  assert.deepEqual(ftpServer.label({ ...settings, security: "none" }), {
    encrypted: false,
    authenticated: false,
    mayLose: false,
  });
});

test("a port that is open for both families takes files from a peer of IPv4, at the address that it came to", async () => {
  const both = testMachine({ ports: async () => [{ kind: "address", address: "::", from: 1, to: 65_535 }] });
  const { sink } = await served("none", { address: "::" }, { machine: both });
  const client = await peer("none");
  await put(client, linesFrom(0, 3), "a.csv");
  assert.equal(text(sink.lines()), linesFrom(0, 3));
});
