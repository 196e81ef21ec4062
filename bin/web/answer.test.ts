import assert from "node:assert/strict";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createLog } from "#server/log.ts";
import { answer } from "./answer.ts";

test("an answer goes by its own policy alone, and one that has none may run nothing", async (t) => {
  const own = "default-src 'none'; script-src 'sha256-x'";
  const answering = {
    log: createLog("test", () => undefined),
    isTrusted: () => false,
    handle: async (request: IncomingMessage, response: Parameters<typeof answer>[2]) => {
      // As the framework does for a route's headers: it adds to what stands there.
      if (request.url === "/own") response.appendHeader("Content-Security-Policy", own);
      response.end("text");
    },
  };
  const server = createServer((request, response) =>
    answer(answering, request, response, { encrypted: true, address: "127.0.0.1", host: null }),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const policyOf = (path: string) =>
    new Promise<unknown>((done, failed) => {
      const { port } = server.address() as AddressInfo;
      get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
        response.resume();
        done(response.headers["content-security-policy"]);
      }).on("error", failed);
    });
  assert.equal(await policyOf("/own"), own);
  assert.match(String(await policyOf("/other")), /^default-src 'none'.*frame-ancestors 'none'$/);
});
