import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { makeCertificate } from "#bin/web/make-certificate.ts";
import { fingerprintOf } from "../http/secure.ts";
import type { Machine } from "../machine/machine.ts";
import { createPorts } from "../stream/ports.ts";
import { tcpSettings } from "./settings.ts";
import { LOOPBACK, openTcp, playPbx, pollUntil, takenBy, until } from "./tcp-fixture.ts";
import { tcp } from "./transport.ts";
import { freePort } from "#db/testing/free-port.ts";

let own: { cert: string; key: string };
let other: { cert: string; key: string };
let shown: Machine;

before(async () => {
  own = await makeCertificate(["localhost"], new Date());
  other = await makeCertificate(["pbx.example"], new Date());
  shown = { ...LOOPBACK, certificate: async () => own };
});

const open: Socket[] = [];
after(() => {
  for (const socket of open) socket.destroy();
});

function send(port: number, text: string, from = "127.0.0.1"): Socket {
  const socket = connect({ port, host: "127.0.0.1", localAddress: from });
  socket.on("error", () => undefined);
  socket.write(text);
  open.push(socket);
  return socket;
}

const listening = (port: number, more: object = {}) => ({
  mode: "listen",
  address: "127.0.0.1",
  port,
  senders: "127.0.0.1",
  ...more,
});

describe("a listener", () => {
  test("takes whole records of several connections, keeps a started one as cut off, and counts who is not named", async () => {
    const port = await freePort();
    const taken = takenBy();
    const source = openTcp(listening(port), taken);
    try {
      await source.poll();
      const first = send(port, "one\ntw");
      const second = send(port, "three\nfour");
      const stranger = send(port, "nobody\n", "127.0.0.9");
      const closed = new Promise((resolve) => stranger.on("close", resolve));
      await pollUntil(source, () => taken.texts().length === 2);
      await closed;
      first.write("o\n");
      await pollUntil(source, () => taken.texts().length === 3);
      second.resetAndDestroy();
      first.end("five");
      await pollUntil(source, () => taken.notes["cut"] === 2);
      assert.deepEqual(taken.texts().sort(), ["five (cut)", "four (cut)", "one", "three", "two"]);
      assert.equal(taken.notes["stranger"], 1);
      assert.equal(new Set(taken.parts.map(({ deliveryId }) => deliveryId)).size, 2, "a delivery a connection");
      const { problem } = await source.poll();
      assert.equal(problem, "sender-unknown");
      assert.equal(source.live?.()["connections"], 0);
    } finally {
      await source.close();
    }
  });

  test("a record that ends with its connection is whole only where the source says so, and never after a reset", async () => {
    const port = await freePort();
    const taken = takenBy();
    const source = openTcp(listening(port, { closeEndsRecord: true }), taken);
    await source.poll();
    send(port, "whole").end();
    await pollUntil(source, () => taken.texts().length === 1);
    const socket = send(port, "one\nreset");
    await pollUntil(source, () => taken.texts().length === 2);
    socket.resetAndDestroy();
    await pollUntil(source, () => taken.texts().length === 3);
    await source.close();
    assert.deepEqual(taken.texts(), ["whole", "one", "reset (cut)"]);
  });

  test("two companies share a port by sender; what both name goes to neither", async () => {
    const port = await freePort();
    const ports = createPorts();
    const [one, two] = [takenBy(), takenBy()];
    const a = openTcp(listening(port, { senders: "127.0.0.1, 127.0.0.3" }), one, { ports });
    const b = openTcp(listening(port, { senders: "127.0.0.2/31" }), two, { ports });
    await a.poll();
    await b.poll();
    send(port, "a\n", "127.0.0.1");
    send(port, "b\n", "127.0.0.2");
    const disputed = send(port, "both\n", "127.0.0.3");
    await new Promise((resolve) => disputed.on("close", resolve));
    await pollUntil(a, () => one.texts().length === 1);
    await pollUntil(b, () => two.texts().length === 1);
    assert.deepEqual([one.texts(), two.texts(), one.notes, two.notes], [["a"], ["b"], { refused: 1 }, { refused: 1 }]);
    await a.close();
    send(port, "a\n", "127.0.0.1");
    await pollUntil(b, () => two.notes["stranger"] === 1);
    const c = openTcp(listening(port, { tls: true }), takenBy(), { ports, machine: shown });
    await assert.rejects(c.poll(), { problem: "port-taken" });
    await c.close();
    await b.close();
  });

  test("connections above the bound wait unread for one to end; those above twice the bound are closed and counted", async () => {
    const port = await freePort();
    const taken = takenBy();
    const source = openTcp(listening(port, { maxConnections: 2 }), taken);
    await source.poll();
    const open = ["1\n", "2\n"].map((text) => send(port, text));
    await pollUntil(source, () => taken.texts().length === 2);
    const waiting = [send(port, "3\n"), send(port, "4\n")];
    waiting[1]?.end();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const fifth = send(port, "5\n");
    await new Promise((resolve) => fifth.on("close", resolve));
    await pollUntil(source, () => taken.notes["refused"] === 1);
    assert.deepEqual([taken.texts().length, source.live?.()["connections"]], [2, 2]);
    open[0]?.end();
    await pollUntil(source, () => taken.texts().includes("3"));
    waiting[0]?.end();
    await pollUntil(source, () => taken.texts().includes("4"));
    await source.close();
    assert.deepEqual([taken.texts(), taken.notes], [["1", "2", "3", "4"], { refused: 1 }]);
    const machine = { ...LOOPBACK, ports: async () => [] };
    await assert.rejects(openTcp(listening(port), taken, { machine }).poll(), { problem: "port-refused" });
  });

  test("a port that the operator takes back is let go at once, with the connections to it", async (t) => {
    const [port, taken] = [await freePort(), takenBy()];
    let ports = await LOOPBACK.ports();
    const source = openTcp(listening(port), taken, { machine: { ...LOOPBACK, ports: async () => ports } });
    t.after(() => source.close());
    await source.poll();
    const socket = send(port, "1\n");
    await pollUntil(source, () => taken.texts().length === 1);
    ports = [];
    const ended = new Promise((resolve) => socket.on("close", resolve));
    await assert.rejects(source.poll(), { problem: "port-refused" });
    await ended;
    const late = send(port, "2\n");
    await new Promise((resolve) => late.on("close", resolve));
    assert.deepEqual(taken.texts(), ["1"]);
  });

  test("while the inbox takes nothing a sender is slowed, memory is bounded, and afterwards nothing is missing", async () => {
    const port = await freePort();
    const taken = takenBy();
    const source = openTcp(listening(port), taken);
    await source.poll();
    taken.full = true;
    const line = `${"x".repeat(999)}\n`;
    const socket = send(port, "");
    let sent = 0;
    const sending = (async () => {
      for (; sent < 12_000; sent++)
        if (!socket.write(line)) await new Promise((resolve) => socket.once("drain", resolve));
    })();
    let stopped = -1;
    for (let looks = 0; looks < 20 && stopped !== sent; looks++) {
      stopped = sent;
      await wait(400);
    }
    assert.ok(stopped === sent && sent < 12_000, `the sender went on: ${stopped}, ${sent}`);
    assert.ok(Number(source.live?.()["waitingBytes"]) < 6_000_000);
    await assert.rejects(source.poll());
    taken.full = false;
    await pollUntil(source, () => taken.texts().length === 12_000, 15_000);
    await sending;
    await source.close();
  });

  test("with TLS the installation's certificate is shown, and a client's is compared with the pin", async () => {
    const port = await freePort();
    const taken = takenBy();
    const { X509Certificate } = await import("node:crypto");
    const clientPin = fingerprintOf(new X509Certificate(other.cert) as never);
    const source = openTcp(listening(port, { senders: "", tls: true, clientPin: clientPin.toLowerCase() }), taken, {
      machine: shown,
    });
    await source.poll();
    const dial = (client: object) =>
      new Promise<string>((resolve) => {
        const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...client }, () => {
          socket.write("hello\n");
          resolve(socket.getPeerCertificate().fingerprint256);
        });
        socket.on("error", () => undefined);
        open.push(socket);
      });
    const seen = await dial({ cert: other.cert, key: other.key });
    assert.equal(seen, new X509Certificate(own.cert).fingerprint256);
    await pollUntil(source, () => taken.texts().length === 1);
    await dial({});
    await dial({ cert: own.cert, key: own.key });
    send(port, "no TLS\n");
    await pollUntil(source, () => taken.notes["stranger"] === 2 && taken.notes["refused"] === 1);
    await source.close();
    assert.deepEqual(taken.texts(), ["hello"]);
  });
});

describe("a connection of ours", () => {
  test("is made anew after every break, and tells meanwhile what is wrong", async () => {
    let count = 0;
    const pbx = await playPbx(async ({ socket }) => {
      socket.end(`call ${++count}\nhal`);
    });
    const taken = takenBy();
    const source = openTcp({ mode: "connect", host: "127.0.0.1", port: pbx.port }, taken);
    const problems = await pollUntil(source, () => taken.texts().filter((text) => text === "hal (cut)").length === 2);
    await source.close();
    await pbx.close();
    assert.deepEqual(taken.texts().slice(0, 4), ["call 1", "hal (cut)", "call 2", "hal (cut)"]);
    assert.ok(problems.includes("unreachable"));
  });

  test("is made only where the operator allows it, and with the accepted certificate alone", async () => {
    const machine = { ...LOOPBACK, networks: async () => ["10.0.0.0/8"] };
    const plain = openTcp({ mode: "connect", host: "127.0.0.1", port: 9 }, takenBy(), { machine });
    await assert.rejects(plain.poll(), { problem: "network-refused" });
    const heard: Buffer[] = [];
    const server = createTlsServer({ cert: own.cert, key: own.key }, (socket) => {
      socket.on("data", (chunk) => heard.push(chunk));
      socket.on("error", () => undefined);
      socket.write("Asterisk Call Manager/9\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const settings = { mode: "connect", host: "127.0.0.1", port, tls: true, conversation: "asterisk-ami", user: "u" };
    const credentials = { password: "secret" };
    const tried = await tcp.test({
      settings: tcpSettings.parse(settings),
      credentials,
      framing: { kind: "line" },
      machine: LOOPBACK,
      signal: AbortSignal.timeout(5_000),
    });
    const pin = tried.pin?.fingerprint ?? "";
    assert.match(pin, /^SHA256:/);
    await assert.rejects(openTcp(settings, takenBy(), { credentials }).poll(), { problem: "pin-missing" });
    const wrong = `SHA256:${pin.slice(7).split(":").reverse().join(":")}`;
    await assert.rejects(openTcp({ ...settings, pin: wrong }, takenBy(), { credentials }).poll(), {
      problem: "pin-changed",
    });
    assert.equal(heard.length, 0, "no credential was sent");
    const right = openTcp({ ...settings, pin }, takenBy(), { credentials });
    void right.poll().catch(() => undefined);
    await until(() => Buffer.concat(heard).toString().includes("Secret: secret"));
    server.close();
    await right.close();
  });

  test("a peer that says nothing, or something else, costs its own source only, and for a bounded time", async () => {
    const pbx = await playPbx(async ({ socket }) => {
      socket.write("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(400));
    });
    const settings = { mode: "connect", host: "127.0.0.1", port: pbx.port };
    await assert.rejects(
      openTcp({ ...settings, conversation: "asterisk-ami", user: "u" }, takenBy(), {
        credentials: { password: "p" },
      }).poll(),
      {
        problem: "protocol-broken",
      },
    );
    await assert.rejects(openTcp({ ...settings, conversation: "oxe-2533" }, takenBy()).poll(), {
      problem: "protocol-broken",
    });
    await pbx.close();
    const port = await freePort();
    await assert.rejects(openTcp({ ...settings, port }, takenBy()).poll(), { problem: "unreachable" });
  });
});

test("settings say what is missing, and the label says what a connection cannot promise", () => {
  const wrong = (settings: object) => tcpSettings.safeParse({ port: 5000, ...settings }).error?.issues[0]?.path[0];
  assert.equal(wrong({}), "senders");
  assert.equal(wrong({ senders: "10.0.0.0/99" }), "senders");
  assert.equal(wrong({ mode: "connect" }), "host");
  assert.equal(wrong({ senders: "10.0.0.1", clientPin: `SHA256:${Array(32).fill("AB").join(":")}` }), "clientPin");
  assert.equal(wrong({ senders: "10.0.0.1", conversation: "asterisk-ami" }), "conversation");
  assert.equal(wrong({ mode: "connect", host: "pbx", conversation: "3cx-active" }), "conversation");
  assert.equal(wrong({ senders: "10.0.0.1", password: "x" }), undefined, "no credential is a setting");
  assert.equal(tcpSettings.safeParse({ port: 5000, senders: "10.0.0.1", password: "x" }).success, false);
  const label = (settings: object) => Object.values(tcp.label(tcpSettings.parse({ port: 5000, ...settings })));
  assert.deepEqual(label({ senders: "10.0.0.1" }), [false, false, true]);
  assert.deepEqual(label({ mode: "connect", host: "pbx", tls: true, conversation: "nec-60010" }), [true, true, false]);
});
