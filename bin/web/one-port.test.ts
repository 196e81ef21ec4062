import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { get as getPlain } from "node:http";
import { createServer, get, type Server } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readCertificate } from "./certificate.ts";
import { cleanRequest, wayOf } from "./clean-request.ts";
import { onePort, redirectServer } from "./one-port.ts";

async function serve(t: TestContext): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "gallra-port-"));
  const { cert, key } = await readCertificate({ home, host: "127.0.0.1", port: 1, release: "test" }, new Date());
  const secure: Server = createServer({ cert, key }, (request, response) => {
    cleanRequest(
      request,
      wayOf(request, true, () => false),
    );
    response.end(JSON.stringify(request.headers));
  });
  const port = () => (listener.address() as AddressInfo).port;
  const listener = onePort(secure, redirectServer({ port, fallbackHost: "localhost" }));
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  t.after(() => {
    listener.close();
    rmSync(home, { recursive: true });
  });
  return port();
}

test("plain HTTP on the TLS port is sent to the same path over HTTPS, and TLS is served", async (t) => {
  const port = await serve(t);
  const plain = await new Promise<{ status: number | undefined; location: string | undefined }>((done) => {
    getPlain(
      { host: "127.0.0.1", port, path: "/data?page=2", headers: { host: `gallra.example:${port}` } },
      (response) => {
        response.resume();
        done({ status: response.statusCode, location: response.headers.location });
      },
    );
  });
  assert.deepEqual(plain, { status: 308, location: `https://gallra.example:${port}/data?page=2` });
  assert.match(await body(port, {}), /"host"/);
});

test("a Host header that is none, or a path that names another host, is not repeated in the redirect", async (t) => {
  const port = await serve(t);
  for (const [request, expected] of [
    ["GET / HTTP/1.1\r\nHost: a b<script>\r\n\r\n", `https://localhost:${port}/`],
    ["GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", `https://localhost:${port}/`],
  ] as const) {
    const answer = await raw(port, request);
    assert.equal(/Location: (.*)\r/.exec(answer)?.[1] ?? "", /400 Bad/.test(answer) ? "" : expected);
  }
});

test("a client cannot claim another address or a header of the framework", async (t) => {
  const port = await serve(t);
  const headers = JSON.parse(
    await body(port, {
      "x-forwarded-for": "203.0.113.9",
      "x-middleware-subrequest": "proxy",
      "x-nonce": "a",
      forwarded: "for=203.0.113.9",
    }),
  ) as Record<string, string>;
  assert.equal(headers["x-forwarded-for"], "127.0.0.1");
  for (const name of ["x-middleware-subrequest", "x-nonce", "forwarded"]) assert.equal(headers[name], undefined);
});

function body(port: number, headers: Record<string, string>): Promise<string> {
  return new Promise((done, failed) => {
    get({ host: "127.0.0.1", port, headers, rejectUnauthorized: false, agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      done(text);
    }).on("error", failed);
  });
}

function raw(port: number, request: string): Promise<string> {
  return new Promise((done, failed) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
    });
    socket.on("close", () => done(text));
    socket.on("error", failed);
  });
}
