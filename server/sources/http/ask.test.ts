import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Machine } from "../machine/machine.ts";
import { reach } from "../machine/reach.ts";
import { SourceTrouble } from "../problem.ts";
import { ask, type Bounds } from "./ask.ts";
import { readRetryAfter } from "./judge.ts";
import { playAuthority } from "./played-authority.ts";
import { type Play, type PlayedServer, playServer } from "./played-server.ts";
import { showCertificate, type Trust } from "./secure.ts";

const machine: Machine = { roots: async () => [], networks: async () => ["127.0.0.0/8"], ports: async () => [] };
const AUTHORITY: Trust = { by: "authority" };

async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    assert.ok(error instanceof SourceTrouble, String(error));
    return error.problem;
  }
}

async function server(t: TestContext, play: Play, tls?: { cert: string; key: string }): Promise<PlayedServer> {
  const played = await playServer(play, tls);
  t.after(() => played.close());
  return played;
}

function get(
  url: string,
  {
    trust = AUTHORITY,
    plain = true,
    bounds = { bytes: 100_000, totalMs: 2_000 },
  }: { trust?: Trust; plain?: boolean; bounds?: Bounds } = {},
) {
  return ask(machine, { url: new URL(url), method: "GET", headers: {} }, { trust, plain, bounds });
}

test("an answer is taken whole, packed or not, and never more than its bound", async (t) => {
  const sizes: Record<string, () => [string | undefined, Buffer]> = {
    "/plain": () => [undefined, Buffer.alloc(90_000, "a")],
    "/gzip": () => ["gzip", gzipSync(Buffer.alloc(90_000, "a"))],
    "/brotli": () => ["br", brotliCompressSync(Buffer.alloc(90_000, "a"))],
    "/large": () => [undefined, Buffer.alloc(100_001, "a")],
    "/bomb": () => ["gzip", gzipSync(Buffer.alloc(50_000_000))],
    "/unknown": () => ["zpaq", Buffer.from("a")],
    "/broken": () => ["gzip", Buffer.from("no gzip at all")],
  };
  const { origin } = await server(t, ({ url }, response) => {
    const [encoding, body] = sizes[url]?.() ?? [undefined, Buffer.alloc(0)];
    response.writeHead(200, encoding === undefined ? {} : { "content-encoding": encoding });
    response.end(body);
  });
  for (const path of ["/plain", "/gzip", "/brotli"]) assert.equal((await get(origin + path)).body.length, 90_000);
  assert.equal(await problemOf(get(`${origin}/bomb`)), "answer-too-large");
  assert.equal(await problemOf(get(`${origin}/large`)), "answer-too-large");
  assert.equal(await problemOf(get(`${origin}/unknown`)), "protocol-broken");
  assert.equal(await problemOf(get(`${origin}/broken`)), "protocol-broken");
});

test("an answer that never ends, comes byte by byte or breaks off is given up, and never half taken", async (t) => {
  const { origin } = await server(t, ({ url }, response) => {
    if (url === "/silent") return;
    if (url === "/cut") {
      response.writeHead(200, { "content-length": "1000" });
      response.write("half", () => setTimeout(() => response.destroy(), 20));
      return;
    }
    response.writeHead(200);
    const timer = setInterval(
      () => response.write(url === "/slow" ? "a" : Buffer.alloc(16_384)),
      url === "/slow" ? 20 : 1,
    );
    response.on("close", () => clearInterval(timer));
  });
  const bounds = { bytes: 100_000, totalMs: 400 };
  const began = performance.now();
  assert.equal(await problemOf(get(`${origin}/silent`, { bounds })), "timed-out");
  assert.equal(await problemOf(get(`${origin}/slow`, { bounds })), "timed-out");
  assert.equal(await problemOf(get(`${origin}/endless`, { bounds })), "answer-too-large");
  assert.equal(await problemOf(get(`${origin}/cut`, { bounds })), "unreachable");
  assert.ok(performance.now() - began < 5_000);
});

test("a certificate is vouched for or is the accepted one, and nothing is sent before that is known", async (t) => {
  const authority = await playAuthority();
  const own = await authority.issue("127.0.0.1");
  const other = await authority.issue("elsewhere.example");
  const ended = await server(
    t,
    (_q, r) => r.end("ok"),
    await authority.issue("127.0.0.1", new Date(Date.now() - 60_000)),
  );
  const [named, misnamed] = [
    await server(t, (_q, r) => r.end("ok"), own),
    await server(t, (_q, r) => r.end("ok"), other),
  ];
  const pinOf = async ({ port }: PlayedServer) => {
    return (await showCertificate(await reach(machine, { host: "127.0.0.1", port }), "127.0.0.1")).fingerprint;
  };
  const pin = await pinOf(named);
  assert.match(pin, /^SHA256:([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(await problemOf(get(named.origin)), "certificate-invalid", "nobody vouches for it");
  assert.equal((await get(named.origin, { trust: { by: "pin", pin } })).body.toString(), "ok");
  assert.equal(await problemOf(get(misnamed.origin, { trust: { by: "pin", pin } })), "pin-changed");
  assert.equal(await problemOf(get(named.origin, { trust: { by: "pin", pin: null } })), "pin-missing");
  const vouched = getCACertificates();
  t.after(() => setDefaultCACertificates(vouched));
  setDefaultCACertificates([...vouched, authority.ca]);
  assert.equal((await get(named.origin)).body.toString(), "ok");
  assert.equal(await problemOf(get(misnamed.origin)), "certificate-invalid", "it is made out to another name");
  assert.equal(await problemOf(get(ended.origin)), "certificate-invalid", "it has ended");
  assert.equal(misnamed.asked.length + ended.asked.length, 0);
});

test("plain HTTP, users in addresses and other protocols are refused before anything is connected", async (t) => {
  const played = await server(t, (_q, r) => r.end("ok"));
  assert.equal(await problemOf(get(played.origin, { plain: false })), "wrong-settings");
  assert.equal(await problemOf(get(played.origin.replace("//", "//user:secret@"))), "wrong-settings");
  assert.equal(await problemOf(get(played.origin.replace("http:", "ftp:"))), "wrong-settings");
  assert.equal(played.connections(), 0);
});

test("how long to wait is read as seconds or as a date, and bounded", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  const waits = ["30", "Mon, 02 Mar 2026 08:01:00 GMT", "999999999", "-5", "soon", undefined].map((text) =>
    readRetryAfter(text, now),
  );
  assert.deepEqual(waits, [30_000, 60_000, 3_600_000, 1_000, null, null]);
});

test("a few interim answers are passed over, and one who sends nothing else is not listened to", async (t) => {
  const hint = "HTTP/1.1 103 Early Hints\r\n\r\n";
  const port = async (says: string, again: boolean) => {
    const played = createServer((socket) => {
      const say = () => void (socket.writable && socket.write(says));
      socket.on("error", () => undefined);
      if (again) socket.on("drain", say);
      say();
    });
    await new Promise<void>((resolve) => played.listen(0, "127.0.0.1", resolve));
    t.after(async () => void played.close());
    return (played.address() as AddressInfo).port;
  };
  const good = await port(`${hint.repeat(3)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`, false);
  assert.equal((await get(`http://127.0.0.1:${good}/`)).body.toString(), "ok");
  assert.equal(await problemOf(get(`http://127.0.0.1:${await port(hint.repeat(50_000), true)}/`)), "protocol-broken");
});
