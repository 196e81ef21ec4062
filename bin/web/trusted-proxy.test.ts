import assert from "node:assert/strict";
import { once } from "node:events";
import { get as getPlain, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect, type TLSSocket } from "node:tls";
import { createLog } from "#server/log.ts";
import { answer, answerWith } from "./answer.ts";
import { readCertificate } from "./certificate.ts";
import { followCertificate, tlsOptions } from "./follow-certificate.ts";
import { makeCertificate } from "./make-certificate.ts";
import { onePort, redirectServer } from "./one-port.ts";
import { clientAddress, trustedProxies } from "./trusted-proxy.ts";

test("the client is the last address that is no proxy of ours; what a stranger wrote before it counts for nothing", () => {
  const trusted = trustedProxies(["192.0.2.1", "10.0.0.0/8", "2001:db8::/32"]);
  for (const [socket, forwarded, expected] of [
    ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
    ["192.0.2.1", "198.51.100.7", "198.51.100.7"],
    ["::ffff:192.0.2.1", "198.51.100.7", "198.51.100.7"],
    ["192.0.2.1", "203.0.113.66, 198.51.100.7", "198.51.100.7"],
    ["192.0.2.1", "203.0.113.66, 198.51.100.7, 10.1.2.3", "198.51.100.7"],
    ["192.0.2.1", "198.51.100.7:51234", "198.51.100.7"],
    ["2001:db8::1", "[2001:4860::8]:443", "2001:4860::8"],
    ["192.0.2.1", "198.51.100.7, <script>", "192.0.2.1"],
    ["192.0.2.1", undefined, "192.0.2.1"],
    ["192.0.2.1", "10.0.0.1, 10.0.0.2", "10.0.0.1"],
  ] as const)
    assert.equal(clientAddress(socket, forwarded, trusted), expected, `${socket} ${forwarded}`);
});

test("a stranger forges neither address nor host nor encryption; a trusted proxy is believed in all three", async (t) => {
  const forged = {
    host: "portal.example",
    "x-forwarded-for": "198.51.100.7",
    "x-forwarded-host": "gallra.example",
    "x-forwarded-proto": "https",
  };
  const strange = await serve(t, []);
  const direct = await strange.secure(forged);
  assert.deepEqual([direct.said["x-forwarded-for"], direct.said.host], ["127.0.0.1", "portal.example"]);
  assert.equal((await strange.plain(forged)).status, 308);
  assert.equal((await strange.plain(forged, "/livez")).status, 308);

  const known = await serve(t, ["127.0.0.1"]);
  const proxied = await known.plain(forged);
  assert.deepEqual(
    [proxied.status, proxied.said["x-forwarded-for"], proxied.said.host],
    [200, "198.51.100.7", "gallra.example"],
  );
  assert.match(String(proxied.headers["strict-transport-security"]), /max-age/);
  const unencrypted = await known.plain({ ...forged, "x-forwarded-proto": "http" });
  assert.deepEqual([unencrypted.status, unencrypted.headers.location], [308, "https://gallra.example/"]);
  const halfway = await known.secure({ ...forged, "x-forwarded-proto": "http" });
  assert.deepEqual([halfway.status, halfway.headers.location], [308, "https://gallra.example/"]);
  assert.equal((await strange.secure({ ...forged, "x-forwarded-proto": "http" })).status, 200);
  assert.equal((await known.plain({ host: "10.0.0.5" }, "/livez")).status, 200);
  assert.equal((await known.secure(forged)).said["x-forwarded-for"], "198.51.100.7");
});

test("nothing but reading and, under /api, writing is a method; the refusal names those there are", async (t) => {
  const { port } = await serve(t, []);
  for (const [method, path, allowed] of [
    ["TRACE", "/", "GET, HEAD"],
    ["POST", "/people", "GET, HEAD"],
    ["PUT", "/api/trpc/people.list", "GET, HEAD, POST"],
    ["OPTIONS", "/api/trpc/people.list", "GET, HEAD, POST"],
    ["PROPFIND", "/sign-in", "GET, HEAD"],
  ] as const) {
    const response = await ask(port, { method, path });
    assert.deepEqual([response.status, response.headers.allow], [405, allowed], method);
    assert.equal(response.headers["cache-control"], "no-store");
  }
});

test("TLS older than 1.2 is refused, 1.2 and 1.3 are spoken", async (t) => {
  const { port } = await serve(t, []);
  const speak = async (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") => {
    const weak = { ciphers: "DEFAULT@SECLEVEL=0" };
    const socket = connect({
      port,
      host: "127.0.0.1",
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
      ...weak,
    });
    const spoken = await Promise.race([
      once(socket, "secureConnect").then(() => socket.getProtocol()),
      once(socket, "error").then(() => "refused"),
    ]).catch(() => "refused");
    socket.destroy();
    return spoken;
  };
  assert.deepEqual(
    [await speak("TLSv1.1"), await speak("TLSv1.2"), await speak("TLSv1.3")],
    ["refused", "TLSv1.2", "TLSv1.3"],
  );
});

test("a renewed pair is taken up without a restart, a wrong one is not, and an installation changes between its own and a generated one", async (t) => {
  const { home, port, secureServer } = await serve(t, []);
  const generated = await fingerprint(port);
  const files = { certFile: join(home, "own.pem"), keyFile: join(home, "own.key") };
  const env = { home, host: "127.0.0.1", port, release: "test", ...files };
  const write = async (pair: { cert: string; key: string }) => {
    writeFileSync(files.certFile, pair.cert);
    writeFileSync(files.keyFile, pair.key);
  };
  const [first, second] = [
    await makeCertificate(["localhost"], new Date()),
    await makeCertificate(["localhost"], new Date()),
  ];
  await write(first);
  const look = followCertificate(
    secureServer,
    env,
    await readCertificate(env, new Date()),
    createLog("test", () => undefined),
  );
  secureServer.setSecureContext(tlsOptions(await readCertificate(env, new Date())));
  const own = await fingerprint(port);
  assert.notEqual(own, generated);
  await write({ cert: second.cert, key: first.key });
  await look(new Date());
  assert.equal(await fingerprint(port), own, "a key of another certificate is not served");
  await write(second);
  await look(new Date());
  const renewed = await fingerprint(port);
  assert.notEqual(renewed, own);
  // The settings taken away again: the home still has its own.
  const again = await readCertificate({ home, host: "127.0.0.1", port, release: "test" }, new Date());
  assert.deepEqual([again.generated, again.fingerprint], [true, generated]);
});

async function fingerprint(port: number): Promise<string> {
  const socket: TLSSocket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** The portal's own way in, with a framework that only says what it was told. */
async function serve(t: TestContext, proxies: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), "gallra-proxy-"));
  const certificate = await readCertificate({ home, host: "127.0.0.1", port: 1, release: "test" }, new Date());
  const isTrusted = trustedProxies(proxies);
  const answering = {
    isTrusted,
    log: createLog("test", () => undefined),
    handle: async (request: IncomingMessage, response: { end(text: string): unknown }) =>
      void response.end(JSON.stringify(request.headers)),
  };
  const secureServer = createServer(tlsOptions(certificate), answerWith(answering));
  const port = () => (listener.address() as AddressInfo).port;
  const behindProxy: Parameters<typeof redirectServer>[0]["behindProxy"] = (request, response, way) =>
    answer(answering, request, response, way);
  const listener = onePort(secureServer, redirectServer({ port, fallbackHost: "localhost", isTrusted, behindProxy }));
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  t.after(() => {
    listener.close();
    secureServer.closeAllConnections();
    rmSync(home, { recursive: true });
  });
  return {
    home,
    port: port(),
    secureServer,
    secure: (headers: Record<string, string>, path = "/") => ask(port(), { headers, path }),
    plain: (headers: Record<string, string>, path = "/") => ask(port(), { headers, path, plain: true }),
  };
}

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly plain?: boolean;
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** The headers as the framework saw them. */
  readonly said: Record<string, string>;
}

function ask(port: number, { path, method = "GET", headers = {}, plain = false }: Asked): Promise<Answered> {
  const options = { host: "127.0.0.1", port, path, method, headers, agent: false as const };
  return new Promise((done, failed) => {
    const receive = async (response: IncomingMessage) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      const said = text.startsWith("{") ? (JSON.parse(text) as Record<string, string>) : {};
      done({ status: response.statusCode, headers: response.headers, said });
    };
    const sent = plain
      ? getPlain(options, (response) => void receive(response))
      : get({ ...options, rejectUnauthorized: false }, (response) => void receive(response));
    sent.on("error", failed);
  });
}
