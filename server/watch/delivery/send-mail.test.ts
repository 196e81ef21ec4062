import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { playAuthority } from "../../sources/http/played-authority.ts";
import type { Machine } from "../../sources/index.ts";
import { playMailServer } from "./played-mail-server.ts";
import { sendMail } from "./send-mail.ts";

const HERE: Machine = { roots: async () => [], networks: async () => ["127.0.0.1"], ports: async () => [] };
const mail = { id: "1", to: "a@b.example", subject: "Tyst källa", text: "x\n", at: new Date() };

test("a relay that is encrypted from the first byte is told everything by TLS, and only where it may be reached", async (t) => {
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  const server = await playMailServer({ ...certificate, implicit: true, account: { user: "u", password: "p" } });
  t.after(() => server.close());
  const relay = { host: "127.0.0.1", port: server.port, username: "u", password: "p", sender: "g@g.example", pin };
  const signal = AbortSignal.timeout(20_000);
  assert.deepEqual(await sendMail(HERE, { ...relay, security: "tls" }, mail, signal), { sent: true, status: 250 });
  assert.deepEqual([server.mails[0]?.encrypted, server.mails[0]?.user, server.plainly], [true, "u", []]);
  const nowhere = { ...HERE, networks: async () => ["0.0.0.0/0"] };
  const refused = await sendMail(nowhere, { ...relay, security: "tls" }, mail, signal);
  assert.ok(!refused.sent && refused.problem === "network-refused");
});

test("a relay that takes encryption back is told neither who signs in nor to whom it goes", async (t) => {
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const server = await playMailServer({ ...certificate, offersTls: false });
  t.after(() => server.close());
  const relay = {
    host: "127.0.0.1",
    port: server.port,
    username: "u",
    password: "p",
    sender: "g@g.example",
    pin: null,
  };
  const outcome = await sendMail(HERE, { ...relay, security: "starttls" }, mail, AbortSignal.timeout(20_000));
  assert.ok(!outcome.sent && outcome.problem === "no-encryption");
  assert.ok(!server.plainly.some((line) => /^(AUTH|MAIL|RCPT)/i.test(line)));
});

/** A relay that says what it is told to: the greeting, then one text for each line it hears. */
async function playRude(t: TestContext, ...says: readonly string[]) {
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  const met = { connections: 0 };
  const server = createServer((socket) => {
    const left = [...says];
    met.connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      heard.push(chunk.toString("latin1"));
      socket.write(left.shift() ?? "");
    });
    socket.write(left.shift() ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, heard, sockets, met };
}

const OPEN = { host: "127.0.0.1", username: "u", password: "p", sender: "g@g.example", pin: null };
const problemAt = async (port: number, security: "starttls" | "none", ms = 20_000) => {
  const outcome = await sendMail(HERE, { ...OPEN, port, security }, mail, AbortSignal.timeout(ms));
  return outcome.sent ? "sent" : outcome.problem;
};

test("whatever a relay answers, the worker goes on with everything else, and the connection ends", async (t) => {
  const endless = `250-${"x".repeat(60)}\r\n`.repeat(1_000_000);
  for (const [name, says] of Object.entries({
    "a line that matches slowly": ["220 hi\r\n", `250-r\r\n250-AUTH${" ".repeat(12_000)}\r\n250 x\r\n`, "535 no\r\n"],
    "an answer without end": ["220 hi\r\n", endless],
    "a line without end": ["2".repeat(70_000_000)],
    "another protocol": ["HTTP/1.1 400 Bad Request\r\n\r\n"],
  })) {
    const server = await playRude(t, ...says);
    const from = performance.now();
    const late = monitorEventLoopDelay({ resolution: 10 });
    late.enable();
    const problem = await problemAt(server.port, "none");
    late.disable();
    assert.match(problem, /protocol-broken|wrong-credentials/, name);
    assert.ok(performance.now() - from < 15_000, name);
    assert.ok(late.max < 5e9, `${name}: ${late.max}`);
    for (let tries = 0; tries < 100 && server.sockets.size > 0; tries++) await wait(20);
    assert.equal(server.sockets.size, 0, name);
  }
});

test("what stands between us and the relay is not believed: nothing said before encryption counts after it", async (t) => {
  const injects = await playRude(t, "220 hi\r\n", "250-r\r\n250 STARTTLS\r\n", "220 go\r\n250 AUTH PLAIN\r\n");
  assert.equal(await problemAt(injects.port, "starttls"), "protocol-broken");
  const refuses = await playRude(t, "220 hi\r\n", "502 no\r\n", "250 r\r\n");
  assert.equal(await problemAt(refuses.port, "starttls"), "no-encryption");
  const takesBack = await playRude(t, "220 hi\r\n", "250-r\r\n250 STARTTLS\r\n", "454 not now\r\n");
  assert.equal(await problemAt(takesBack.port, "starttls"), "no-encryption");
  const busy = await playRude(t, "421 too many\r\n");
  assert.equal(await problemAt(busy.port, "starttls"), "other-side-failed");
  for (const { heard } of [injects, refuses, takesBack, busy])
    assert.ok(!heard.some((line) => /AUTH|MAIL|RCPT/.test(line)));
});

test("a certificate that nobody vouches for is met with silence: not even the second greeting is said", async (t) => {
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const heard: string[] = [];
  const server = await playMailServer({ ...certificate, hears: (line) => void heard.push(line) });
  t.after(() => server.close());
  assert.equal(await problemAt(server.port, "starttls"), "certificate-invalid");
  assert.deepEqual(heard, ["EHLO g.example", "STARTTLS"]);
});

test("a relay that takes the mail and never closes its side holds no connection of the worker open", async (t) => {
  const ok = "250 ok\r\n";
  const server = await playRude(t, "220 hi\r\n", ok, "235 in\r\n", ok, ok, "354 go\r\n", ok);
  assert.equal(await problemAt(server.port, "none"), "sent");
  for (let tries = 0; tries < 100 && server.sockets.size > 0; tries++) await wait(20);
  assert.equal(server.sockets.size, 0);
  assert.match(server.heard.at(-1) ?? "", /^QUIT/);
});

test("one that knows LOGIN alone is signed in to by it, and a password that is refused for now is no wrong one", async (t) => {
  const login = await playRude(
    t,
    "220 hi\r\n",
    "250-r\r\n250 AUTH LOGIN\r\n",
    "334 VXNlcg==\r\n",
    "334 UGFzcw==\r\n",
    "454 later\r\n",
  );
  assert.equal(await problemAt(login.port, "none"), "other-side-failed");
  assert.deepEqual(login.heard.slice(1, 4), ["AUTH LOGIN\r\n", "dQ==\r\n", "cA==\r\n"]);
});

test("a relay whose name is resolved too late is not connected to", async (t) => {
  const server = await playRude(t, "220 hi\r\n");
  const slow: Machine = {
    ...HERE,
    networks: async () => {
      await wait(300);
      return ["127.0.0.1"];
    },
  };
  const relay = { ...OPEN, port: server.port, security: "none" } as const;
  const outcome = await sendMail(slow, relay, mail, AbortSignal.timeout(100));
  await wait(100);
  assert.ok(!outcome.sent);
  assert.equal(server.met.connections, 0);
});
