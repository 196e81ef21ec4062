import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { X509Certificate } from "node:crypto";
import { makeCertificate } from "#bin/web/make-certificate.ts";
import type { Machine } from "../machine/machine.ts";
import { listenOptions, until } from "../udp/listener-fixture.ts";
import { MOST_WAITING_BYTES } from "./inflow.ts";
import { syslogSettings } from "./settings.ts";
import { connectTo, LINES, openSyslog as open, sendUdp, taken } from "./syslog-fixture.ts";
import { trySyslog } from "./try-syslog.ts";
import { freePort } from "#db/testing/free-port.ts";

describe("syslog over UDP", () => {
  test("a packet is a frame, of IPv4 and of IPv6, whole or without its header, and the system's buffer is told", async () => {
    for (const [address, pass, expected] of [
      ["127.0.0.1", "line", "<13>Mar  2 08:15:00 gw cdr: one"],
      ["::1", "message", "one"],
    ] as const) {
      const opened = await open({ address, pass });
      await sendUdp(opened.port(), ["<13>Mar  2 08:15:00 gw cdr: one\n", "", "<13>two\0"], address);
      await until(() => taken(opened) === 2);
      assert.deepEqual(opened.sink.texts(), [], "they are written together");
      const { settled, problem } = await opened.source.poll();
      assert.deepEqual([settled, problem], [true, null]);
      assert.deepEqual(opened.sink.texts(), [expected, pass === "line" ? "<13>two" : "two"]);
      assert.ok(opened.sink.parts.every((part) => part.stream === true));
      assert.ok(Number(opened.source.live?.()["receiveBufferBytes"]) >= 65_536);
      await opened.source.close();
    }
  });

  test("sources share a port by address and host name; strangers are counted at all of them and stored at none", async () => {
    const options = listenOptions();
    const [a, b, none] = [
      await open({ hosts: "GW-A, gw-c" }, options),
      await open({ hosts: "gw-b" }, options),
      await open({ senders: "192.0.2.1" }, options),
    ];
    await sendUdp(
      a.port(),
      ["gw-a", "gw-b", "gw-c", "gw-d"].map((host) => `<13>Mar  2 08:15:00 ${host} cdr: x`),
    );
    await sendUdp(a.port(), ["<13>no host"]);
    await until(() => Number(b.source.live?.()["strangers"]) === 2);
    for (const { source } of [a, b, none]) await source.poll();
    assert.deepEqual(
      [a, b, none].map(({ sink }) => sink.texts().length),
      [2, 1, 0],
    );
    assert.equal(a.sink.parts.length, 2, "a device behind a relay is a delivery of its own");
    assert.equal(a.sink.notes.get("stranger"), 2);
    assert.equal((await a.source.poll()).problem, "sender-unknown");
    assert.equal((await none.source.poll()).problem, null, "it awaits nothing of that address");
    const port = a.port();
    await a.source.close();
    await sendUdp(port, ["<13>Mar  2 08:15:00 gw-b cdr: y"]);
    await until(() => taken(b) === 2);
    for (const { source } of [b, none]) await source.close();
  });

  test("what two sources claim goes to neither: nobody reads along by naming another one's device", async () => {
    const options = listenOptions();
    const [victim, other] = [await open({}, options), await open({ hosts: "gw", senders: "127.0.0.1" }, options)];
    await sendUdp(victim.port(), ["<13>Mar  2 08:15:00 gw cdr: x"]);
    await until(() => Number(victim.source.live?.()["refused"]) === 1);
    for (const { source } of [victim, other]) assert.equal((await source.poll()).problem, "sender-disputed");
    assert.deepEqual([victim.sink.texts(), other.sink.texts()], [[], []]);
    for (const { source } of [victim, other]) await source.close();
  });

  test("what cannot be kept is counted as lost: sent = stored + lost, in bounded memory; later ones come through", async () => {
    const opened = await open({});
    opened.sink.refuse = true;
    const message = `<13>${"x".repeat(60_000)}`;
    const sent = Math.ceil(MOST_WAITING_BYTES / message.length) + 20;
    for (let before = 0; before < sent; before += 10) {
      const some = Math.min(10, sent - before);
      await sendUdp(
        opened.port(),
        Array.from({ length: some }, () => message),
      );
      await until(() => taken(opened) + Number(opened.source.live?.()["lost"]) === before + some);
    }
    await assert.rejects(opened.source.poll());
    const lost = Number(opened.source.live?.()["lost"]);
    assert.ok(lost >= 15);
    opened.sink.refuse = false;
    assert.equal((await opened.source.poll()).problem, "messages-lost");
    assert.equal(opened.sink.texts().length + lost, sent);
    assert.equal(opened.sink.notes.get("lost"), lost);
    opened.sink.refuse = true;
    await sendUdp(opened.port(), ["<13>last"]);
    await until(() => taken(opened) === sent - lost + 1);
    await opened.source.close();
    assert.equal(opened.sink.notes.get("lost"), lost + 1, "what waits when the source ends is told");
  });

  test("a record of several messages is one frame, however many senders there are; an open quote swallows nothing", async () => {
    const belongs = (_: readonly string[], line: string) => line.startsWith("+");
    const pieces = await open({}, listenOptions(), { kind: "lines", belongs });
    await sendUdp(pieces.port(), ["a", "+b", "c"]);
    await until(() => Number(pieces.source.live?.()["waitingMessages"]) === 1);
    await pieces.source.poll();
    assert.deepEqual(pieces.sink.texts(), ["a\n+b\n"]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await pieces.source.poll();
    assert.deepEqual(pieces.sink.texts(), ["a\n+b\n", "c\n"], "after a silence");
    await pieces.source.close();
    const quotes = await open({}, listenOptions(), { kind: "line", quotes: true });
    await sendUdp(quotes.port(), ['1;"open\nline', "2"]);
    await until(() => taken(quotes) === 2);
    await quotes.source.poll();
    assert.equal(quotes.sink.texts().at(-1), "2");
    await quotes.source.close();
  });

  test("nothing is listened on unless the operator allows it, and no longer than he does", async () => {
    let allowed = false;
    const ports: Machine["ports"] = async () =>
      allowed ? [{ kind: "address", address: "0.0.0.0", from: 0, to: 9 }] : [];
    const options = listenOptions({ ports });
    await assert.rejects(open({}, options), { problem: "port-refused" });
    allowed = true;
    const opened = await open({}, options);
    const port = opened.port();
    allowed = false;
    await assert.rejects(opened.source.poll(), { problem: "port-refused" });
    assert.equal(opened.source.live?.()["port"], null);
    const other = await open({ port }, listenOptions());
    await assert.rejects(open({ port }, listenOptions()), { problem: "port-taken" });
    await other.source.close();
    await opened.source.close();
  });

  test("a test shows what comes and keeps nothing", async () => {
    const settings = {
      ...syslogSettings.parse({ senders: "127.0.0.1" }),
      address: "127.0.0.1",
      port: await freePort(),
    };
    const options = { settings, framing: LINES, credentials: {}, machine: listenOptions().machine };
    const trying = trySyslog({ ...options, signal: AbortSignal.timeout(5_000) }, 1_500);
    const sending = setInterval(() => void sendUdp(settings.port, ["<13>hej"]), 100);
    const { frames } = await trying;
    clearInterval(sending);
    assert.ok(frames.length > 0 && frames.every(({ bytes }) => bytes.toString() === "<13>hej"));
  });
});

describe("syslog over TCP and TLS", () => {
  test("both framings; a connection is a delivery, and what is broken off is kept as that", async () => {
    const opened = await open({ protocol: "tcp" });
    const [a, b] = [await connectTo(opened.port()), await connectTo(opened.port())];
    a.write("<13>one\n7 <13>two<13>three\n");
    b.end("<13>four");
    await until(() => taken(opened) === 4);
    a.write("<13>half");
    await new Promise((resolve) => setTimeout(resolve, 50));
    a.resetAndDestroy();
    await until(() => taken(opened) === 5);
    await opened.source.poll();
    const frames = opened.sink.parts.map((part) =>
      part.frames.map(({ bytes, mark }) => `${bytes}${mark?.cut ? "|" : ""}`),
    );
    assert.deepEqual(
      frames.toSorted((x, y) => y.length - x.length),
      [["<13>one", "<13>two", "<13>three", "<13>half|"], ["<13>four"]],
    );
    assert.equal(opened.sink.notes.get("cut"), 1);
    await opened.source.close();
  });

  test("a sender is slowed while the inbox refuses, and nothing of it is lost", async () => {
    const opened = await open({ protocol: "tcp" });
    opened.sink.refuse = true;
    const socket = await connectTo(opened.port());
    const message = Buffer.from(`<13>${"x".repeat(8_000)}\n`);
    const count = 4_000;
    let accepted = 0;
    for (let i = 0; i < count; i++) socket.write(message, () => accepted++);
    socket.end();
    await until(() => Number(opened.source.live?.()["waitingMessages"]) * message.length > MOST_WAITING_BYTES / 3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(Number(opened.source.live?.()["waitingMessages"]) * message.length < MOST_WAITING_BYTES);
    assert.ok(accepted < count, "the sender has to wait");
    opened.sink.refuse = false;
    for (const end = performance.now() + 15_000; opened.sink.texts().length < count && performance.now() < end; ) {
      await opened.source.poll();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(opened.sink.texts().length, count);
    assert.equal(opened.sink.notes.get("lost"), undefined);
    await opened.source.close();
  });

  test("strangers and counts that can only be a mistake are refused, others go on", async () => {
    const options = listenOptions();
    const [opened, other] = [
      await open({ protocol: "tcp" }, options),
      await open({ protocol: "tcp", senders: "192.0.2.0/24" }, listenOptions()),
    ];
    const stranger = connect(other.port(), "127.0.0.1").on("error", () => undefined);
    await once(stranger, "close");
    assert.equal(other.source.live?.()["strangers"], 1);
    const [bad, good] = [await connectTo(opened.port()), await connectTo(opened.port())];
    bad.write("999999999 <13>x");
    await once(bad, "close");
    good.write("<13>fine\n");
    await until(() => taken(opened) === 1);
    assert.equal(opened.source.live?.()["refused"], 1);
    for (const { source } of [opened, other]) await source.close();
  });

  test("TLS shows the installation's certificate; with a pin only that client is let in", async () => {
    const [shown, client, foreign] = [0, 1, 2].map(() => makeCertificate(["localhost"], new Date()));
    const [server, known, unknown] = [await shown, await client, await foreign];
    assert.ok(server !== undefined && known !== undefined && unknown !== undefined);
    const machine = listenOptions({ certificate: async () => server });
    await assert.rejects(open({ protocol: "tls" }), { problem: "no-certificate" });
    const pinned = new X509Certificate(known.cert).fingerprint256;
    const opened = await open({ protocol: "tls", clientCertificate: `SHA256:${pinned}` }, machine);
    const say = async (own: { cert: string; key: string } | null, text: string) => {
      const socket = connectTls({
        port: opened.port(),
        host: "127.0.0.1",
        ca: server.cert,
        servername: "localhost",
        ...own,
      });
      socket.on("error", () => undefined);
      await once(socket, "secureConnect");
      socket.end(text);
      await once(socket, "close");
    };
    await say(unknown, "<13>no\n");
    await say(null, "<13>no\n");
    await say(known, "<13>yes\n");
    await until(() => taken(opened) === 1);
    await opened.source.poll();
    assert.deepEqual(opened.sink.texts(), ["<13>yes"]);
    assert.equal(opened.source.live?.()["strangers"], 2);
    await opened.source.close();
  });
});
