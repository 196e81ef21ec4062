import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { request as requestHttp } from "node:http";
import { connect } from "node:net";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import type { Framing } from "../../drivers/driver.ts";
import { type Desk, openDesk } from "../pulled/pulled-fixture.ts";
import { createPorts, type Ports } from "../stream/ports.ts";
import { SourceTrouble } from "../problem.ts";
import { createHttpPushSource } from "./http-push-source.ts";
import { httpPushSettings } from "./settings.ts";
import { httpPush } from "./transport.ts";
import { freePort } from "#db/testing/free-port.ts";

const TOKEN = "0123456789abcdef-first";
const JSON_LINES: Framing = { kind: "json" };

interface Open {
  readonly desk: Desk;
  readonly port: number;
  poll(): Promise<unknown>;
  close(): Promise<void>;
}

async function open(
  t: TestContext,
  settings: Record<string, unknown> = {},
  {
    credentials = {},
    ports = createPorts(),
    desk,
  }: { credentials?: Record<string, string>; ports?: Ports; desk?: Desk } = {},
): Promise<Open> {
  const port = typeof settings["port"] === "number" ? settings["port"] : await freePort();
  const own = desk ?? openDesk({ ports: async () => [{ kind: "address", address: "127.0.0.1", from: 1, to: 65_535 }] });
  const read = httpPushSettings.parse({ address: "127.0.0.1", port, encryption: "none", ...settings });
  const { sink, machine } = own;
  const source = createHttpPushSource({
    settings: read,
    credentials: { token: TOKEN, ...credentials },
    framing: JSON_LINES,
    sink,
    machine,
    ports,
  });
  t.after(() => source.close());
  await source.poll();
  return { desk: own, port, poll: () => source.poll(), close: () => source.close() };
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

function post(port: number, body: string | Buffer, { path = `/${TOKEN}`, method = "POST", headers = {} }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const request = requestHttp({ port, host: "127.0.0.1", path, method, headers, agent: false }, (response) => {
      response.resume().on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const statusOf = async (...sent: Parameters<typeof post>) => (await post(...sent)).status;

test("a request that comes as its source goes is told to come again, not that its token is wrong", async (t) => {
  const { port, close } = await open(t);
  const socket = connect({ port, host: "127.0.0.1" });
  t.after(() => socket.destroy());
  let said = "";
  socket.on("data", (bytes) => {
    said += String(bytes);
  });
  const ended = new Promise((resolve) => socket.once("close", resolve));
  socket.write(`POST /${TOKEN} HTTP/1.1\r\nhost: here\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = close();
  socket.write("content-length: 2\r\n\r\n{}");
  await Promise.all([closed, ended]);
  assert.match(said, /^HTTP\/1\.1 503 /);
});

test("success is answered once everything is on disk, and a full inbox is told, and nothing promised", async (t) => {
  const { desk, port } = await open(t);
  let released: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    released = resolve;
  });
  const deliver = desk.sink.deliver;
  desk.sink.deliver = async (part) => {
    await gate;
    await deliver(part);
  };
  let answered = false;
  const sent = post(port, '{"id":1}\n{"id":2}').then((response) => {
    answered = true;
    return response.status;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(answered, false);
  released();
  assert.equal(await sent, 200);
  assert.deepEqual(
    desk.texts().map((text) => text.trim()),
    ['{"id":1}', '{"id":2}'],
  );
  desk.refuseAfter(0);
  const refused = await post(port, '{"id":3}', { headers: { "idempotency-key": "a" } });
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [503, "10"]);
  desk.refuseAfter(null);
  assert.equal(
    await statusOf(port, '{"id":3}', { headers: { "idempotency-key": "a" } }),
    200,
    "a failure is not remembered",
  );
  assert.equal(desk.texts().length, 3);
});

test("a request with a key of its own is taken once, also while it is under way, and the key is good for no other", async (t) => {
  const { desk, port, poll } = await open(t);
  const headers = { "idempotency-key": "call-1" };
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => statusOf(port, '{"id":1}', { headers }))), [200, 200, 200]);
  assert.equal(desk.texts().length, 1);
  await poll();
  assert.deepEqual(desk.notes, ["repeat"]);
  assert.equal(await statusOf(port, '{"id":2}', { headers }), 422);
  assert.equal(desk.texts().length, 1);
});

test("only a token opens, in path or header; guessing is slowed, tells nothing and fills no log", async (t) => {
  const { desk, port, poll } = await open(t);
  const basic = Buffer.from(`pbx:${TOKEN}`).toString("base64");
  const good: Sent[] = [
    {},
    { path: `/calls/${TOKEN}?x=1` },
    { path: "/", headers: { authorization: `Bearer ${TOKEN}` } },
    { path: "/", headers: { authorization: `Basic ${basic}` } },
  ];
  for (const sent of good) assert.equal(await statusOf(port, "{}", sent), 200);
  assert.equal(await statusOf(port, "", { method: "GET" }), 405);
  const stored = desk.texts().length;
  const wrong: Sent[] = [
    { path: "/" },
    { path: `/${TOKEN}x` },
    { path: `/${TOKEN}/` },
    { path: "/", headers: { authorization: "Bearer " } },
    { method: "GET", path: "/x" },
  ];
  for (const sent of wrong) assert.equal(await statusOf(port, "{}", sent), 401, JSON.stringify(sent));
  await poll();
  assert.deepEqual(desk.notes, ["stranger"], "one line of the log for however many");
  const later = [];
  for (let guess = 0; guess < 40; guess++) later.push(await post(port, "{}", { path: `/0123456789abcdef-${guess}` }));
  assert.equal(later.at(-1)?.status, 429);
  assert.equal(later.at(-1)?.headers["retry-after"], "60");
  assert.equal(desk.texts().length, stored);
});

test("a body is bounded, packed too, and one that breaks off leaves nothing", async (t) => {
  const { desk, port } = await open(t, { maximumKilobytes: 64 });
  const large = Buffer.from(`{"a":"${"x".repeat(70_000)}"}`);
  assert.equal(await statusOf(port, large), 413);
  assert.equal(await statusOf(port, large, { headers: { "transfer-encoding": "chunked" } }), 413);
  const packed = { "content-encoding": "gzip" };
  assert.equal(await statusOf(port, gzipSync(Buffer.alloc(20_000_000)), { headers: packed }), 413);
  assert.equal(await statusOf(port, "no gzip", { headers: packed }), 400);
  assert.equal(await statusOf(port, "{}", { headers: { "content-encoding": "zpaq" } }), 415);
  assert.equal(await statusOf(port, gzipSync('{"id":1}'), { headers: packed }), 200);
  const socket = connect(port, "127.0.0.1");
  socket.end(`POST /${TOKEN} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"id":2}`);
  await new Promise((resolve) => socket.on("close", resolve).resume());
  assert.deepEqual(desk.texts(), ['{"id":1}']);
});

test("what is signed is kept only as it was signed", async (t) => {
  const secret = { secret: "signing secret" };
  const plain = await open(
    t,
    { signature: "hmac-sha256", signatureHeader: "X-Hub-Signature-256", signaturePrefix: "sha256=" },
    { credentials: secret },
  );
  const body = '{"id":1}';
  const hmac = (text: string) => `sha256=${createHmac("sha256", "signing secret").update(text).digest("hex")}`;
  assert.equal(await statusOf(plain.port, body, { headers: { "x-hub-signature-256": hmac(body) } }), 200);
  for (const signature of [hmac("other"), "sha256=", hmac(body).slice(7), ""])
    assert.equal(await statusOf(plain.port, body, { headers: { "x-hub-signature-256": signature } }), 401);
  assert.equal(await statusOf(plain.port, body), 401);
  assert.equal(plain.desk.texts().length, 1);

  const origin = "https://calls.example:8443";
  const twilio = await open(t, { signature: "twilio", publicUrl: origin }, { credentials: secret });
  const sign = (text: string) => createHmac("sha1", "signing secret").update(text).digest("base64");
  const hash = createHash("sha256").update(body).digest("hex");
  const path = `/${TOKEN}?bodySHA256=${hash}`;
  const json = { "content-type": "application/json", "x-twilio-signature": sign(origin + path) };
  assert.equal(await statusOf(twilio.port, body, { path, headers: json }), 200);
  assert.equal(await statusOf(twilio.port, '{"id":2}', { path, headers: json }), 401, "the body is another one");
  const form = {
    "content-type": "application/x-www-form-urlencoded",
    "x-twilio-signature": sign(`${origin}/${TOKEN}CallSidCA1From+46701740605`),
  };
  assert.equal(await statusOf(twilio.port, "From=%2B46701740605&CallSid=CA1", { headers: form }), 200);
  assert.equal(await statusOf(twilio.port, "From=%2B46701740606&CallSid=CA1", { headers: form }), 401);
  const unsigned = { ...json, "x-twilio-signature": sign(`${origin}/${TOKEN}`) };
  assert.equal(await statusOf(twilio.port, body, { headers: unsigned }), 401, "no hash of the body was signed");
});

test("sources share a port, each by its token and its senders, and it is free once the last is closed", async (t) => {
  const ports = createPorts();
  const first = await open(t, {}, { ports });
  const second = await open(
    t,
    { port: first.port, senders: "192.0.2.0/24" },
    { ports, credentials: { token: "fedcba9876543210-second" } },
  );
  assert.equal(await statusOf(first.port, '{"id":1}'), 200);
  assert.equal(
    await statusOf(first.port, '{"id":2}', { path: "/fedcba9876543210-second" }),
    401,
    "another sender may not",
  );
  assert.deepEqual([first.desk.texts().length, second.desk.texts().length], [1, 0]);
  await first.close();
  assert.equal(await statusOf(first.port, '{"id":3}'), 401);
  await second.close();
  await assert.rejects(post(first.port, "{}"));
});

test("nothing is listened on that the operator has not allowed, or without a token worth the name", async (t) => {
  const problem = (given: Promise<unknown>) =>
    given.then(
      () => "none",
      (error: unknown) => (error instanceof SourceTrouble ? error.problem : String(error)),
    );
  assert.equal(await problem(open(t, {}, { desk: openDesk() })), "port-refused");
  assert.equal(await problem(open(t, {}, { credentials: { token: "short" } })), "no-credentials");
  assert.equal(await problem(open(t, { signature: "hmac-sha256" })), "no-credentials");
  assert.equal(await problem(open(t, { encryption: "tls" })), "no-certificate");
  // Its test says so before it is started.
  const port = await freePort();
  const tried = (credentials: Readonly<Record<string, string>>, given = {}) => {
    const settings = httpPushSettings.parse({ port, encryption: "none", address: "127.0.0.1", ...given });
    const { machine } = openDesk({
      ports: async () => [{ kind: "address", address: "127.0.0.1", from: 1, to: 65_535 }],
    });
    const signal = AbortSignal.timeout(5_000);
    return problem(httpPush.test({ settings, credentials, framing: JSON_LINES, machine, signal }));
  };
  for (const credentials of [{}, { token: "short" }, { token: "aaaaaaaaaaaaaaaaaaaaaaaa" }])
    assert.equal(await tried(credentials), "no-credentials");
  assert.equal(await tried({ token: TOKEN }, { signature: "hmac-sha256" }), "no-credentials");
  assert.equal(await tried({ token: TOKEN }), "none");
  assert.deepEqual(httpPush.label(httpPushSettings.parse({ port: 1, encryption: "none" })), {
    encrypted: false,
    authenticated: false,
    mayLose: false,
  });
  assert.equal(
    httpPushSettings.safeParse({ port: 1, signature: "twilio", publicUrl: `https://calls.example/${TOKEN}` }).success,
    false,
  );
});
