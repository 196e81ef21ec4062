import assert from "node:assert/strict";
import { createServer, request as requestHttp } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Machine } from "../machine/machine.ts";
import { type Desk, openDesk } from "../pulled/pulled-fixture.ts";
import { createPorts, type Ports } from "../stream/ports.ts";
import { watchConnections } from "./connections.ts";
import { createHttpPushSource } from "./http-push-source.ts";
import { httpPushSettings } from "./settings.ts";
import { freePort } from "#db/testing/free-port.ts";

const [TOKEN, OTHER] = ["0123456789abcdef-first", "fedcba9876543210-second"];

interface Given {
  readonly settings?: Record<string, unknown>;
  readonly token?: string;
  readonly machine?: Partial<Machine>;
  readonly ports?: Ports;
}

async function open(t: TestContext, port: number, given: Given = {}): Promise<Desk> {
  const { settings = {}, token = TOKEN, machine = {}, ports = createPorts() } = given;
  const allowed: Machine["ports"] = async () => [{ kind: "address", address: "127.0.0.1", from: 1, to: 65_535 }];
  const desk = openDesk({ ports: allowed, ...machine });
  const read = httpPushSettings.parse({ address: "127.0.0.1", port, encryption: "none", ...settings });
  const framing = { kind: "json" } as const;
  const { sink } = desk;
  const source = createHttpPushSource({
    ...{ settings: read, credentials: { token }, framing, sink, machine: desk.machine, ports },
  });
  t.after(() => source.close());
  await source.poll();
  return desk;
}

function post(port: number, token: string, body = '{"id":1}', headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const authorization = `Bearer ${token}`;
    const asked = { port, host: "127.0.0.1", path: "/in", method: "POST", agent: false } as const;
    const sent = requestHttp({ ...asked, headers: { authorization, ...headers } }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("who has the token is heard while a stranger guesses from the same address, and the stranger is made to wait", async (t) => {
  const port = await freePort();
  const desk = await open(t, port);
  const told = [];
  for (let guess = 0; guess < 35; guess++) told.push(await post(port, `${TOKEN}-${guess}`));
  assert.deepEqual([told[0], told.at(-1)], [401, 429]);
  assert.equal(await post(port, TOKEN), 200);
  assert.equal(await post(port, `${TOKEN}-again`), 429);
  assert.equal(desk.texts().length, 1);
  await assert.rejects(open(t, port, { token: "aaaaaaaabbbbbbbbcccc" }), { problem: "no-credentials" });
});

test("a proxy is believed about the sender where the operator has named it, and nobody else is", async (t) => {
  const [port, bare] = [await freePort(), await freePort()];
  const settings = { senders: "192.0.2.0/24" };
  await open(t, port, { settings, machine: { proxies: ["127.0.0.1"] } });
  await open(t, bare, { settings });
  const by = (at: number, forwarded: string) => post(at, TOKEN, "{}", { "x-forwarded-for": forwarded });
  assert.equal(await by(port, "192.0.2.7"), 200);
  assert.equal(await by(port, "203.0.113.9"), 401);
  assert.equal(await by(port, "192.0.2.7, 203.0.113.9"), 401, "what the sender wrote itself stands before its address");
  assert.equal(await by(port, "rubbish"), 401);
  assert.equal(await by(bare, "192.0.2.7"), 401);
  const guess = (from: string) => post(port, `${TOKEN}-x`, "{}", { "x-forwarded-for": from });
  for (let n = 0; n < 30; n++) await guess("198.51.100.1");
  assert.deepEqual([await guess("198.51.100.1"), await guess("198.51.100.2")], [429, 401], "each for itself");
});

test("what one source has under way leaves room for the others of its port", async (t) => {
  const [port, ports] = [await freePort(), createPorts()];
  const settings = { maximumKilobytes: 16_384 };
  await open(t, port, { settings, ports });
  await open(t, port, { settings, ports, token: OTHER });
  const held: Socket[] = [];
  t.after(() => {
    for (const socket of held) socket.destroy();
  });
  for (let n = 0; n < 2; n++) {
    const socket = connect(port, "127.0.0.1");
    held.push(socket);
    socket.on("error", () => undefined);
    socket.write(`POST /${TOKEN} HTTP/1.1\r\nhost: x\r\ncontent-length: 16777216\r\n\r\n`);
    await new Promise((resolve) => socket.write(Buffer.alloc(16_000_000, 0x20), resolve));
  }
  let status = 200;
  for (let tries = 0; status === 200 && tries < 40; tries++) {
    await wait(50);
    status = await post(port, TOKEN, `{"id":"${"x".repeat(2_000_000)}"}`);
  }
  assert.equal(status, 503);
  assert.equal(await post(port, OTHER, `{"id":"${"x".repeat(2_000_000)}"}`), 200);
});

test("a flood of connections pushes out its own first, and no member keeps more than its share", async (t) => {
  const [first, second] = [{}, {}];
  const member = new Map<string | undefined, object>([
    ["/first", first],
    ["/second", second],
  ]);
  const server = createServer((request, response) => {
    const known = member.get(request.url);
    if (known !== undefined) connections.belongsTo(request.socket, known);
    response.end();
  });
  const connections = watchConnections(server, { all: 8, stranger: 3, member: 4 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const open: Socket[] = [];
  t.after(async () => {
    connections.closeAll();
    await new Promise((resolve) => server.close(resolve));
  });
  const dial = async (path?: string) => {
    const socket = connect(port, "127.0.0.1");
    open.push(socket);
    socket.on("error", () => undefined);
    if (path !== undefined) {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      await new Promise((resolve) => socket.once("data", resolve));
    } else await new Promise<void>((resolve) => socket.once("connect", resolve));
    await wait(20);
    return socket;
  };
  const alive = (sockets: readonly Socket[]) => sockets.filter((socket) => !socket.closed).length;
  const ofFirst = [await dial("/first"), await dial("/first")];
  const flood: Socket[] = [];
  for (let n = 0; n < 12; n++) flood.push(await dial());
  assert.deepEqual([alive(ofFirst), alive(flood)], [2, 3], "the youngest strangers stay");
  assert.ok(!(await dial("/second")).closed, "whoever has a token gets in");
  const greedy: Socket[] = [];
  for (let n = 0; n < 6; n++) greedy.push(await dial("/first"));
  assert.equal(alive([...ofFirst, ...greedy]), 4);
  assert.equal(alive(open.filter((socket) => !flood.includes(socket))), 5);
});
