import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { resolve } from "node:path";
import next from "next";
import { answer, answerWith } from "./web/answer.ts";
import { readCertificate } from "./web/certificate.ts";
import { followCertificate, tlsOptions } from "./web/follow-certificate.ts";
import { onePort, redirectServer } from "./web/one-port.ts";
import { trustedProxies } from "./web/trusted-proxy.ts";
import { readEnv } from "#server/env.ts";
import { createLog } from "#server/log.ts";
import { keepOwnLog } from "#server/maintenance/logs/own-log.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";
import { endPresence } from "#server/maintenance/presence.ts";
import { serveMetrics } from "#server/maintenance/metrics/serve-metrics.ts";

const CERTIFICATE_LOOK_MS = 600_000;
/** Node's five seconds meet a page that asks every few: the browser then writes into connections that are just being closed. */
const KEEP_ALIVE_MS = 75_000;
const CLOSE_MS = 5_000;

const env = readEnv();
const log = createLog("web");
keepOwnLog(env.home, "web", log);
metrics();
serveMetrics(env.metricsPort, log);

// The portal over HTTPS: `npm start` runs this as a child; on its own it is the web process of a larger installation.
const app = next({
  dev: false,
  dir: resolve(import.meta.dirname, ".."),
  hostname: env.host,
  port: env.port,
  quiet: true,
});
await app.prepare();
const handle = app.getRequestHandler();

const certificate = await readCertificate(env, new Date());
const isTrusted = trustedProxies(env.trustedProxies ?? []);
const answering = { handle, isTrusted, log };
const secure = createServer(
  { ...tlsOptions(certificate), headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: KEEP_ALIVE_MS },
  answerWith(answering),
);
secure.on("tlsClientError", () => undefined);
const plain = redirectServer({
  port: () => (listener.address() as AddressInfo).port,
  fallbackHost: "localhost",
  isTrusted,
  behindProxy: (request, response, way) => answer(answering, request, response, way),
});
const listener = onePort(secure, plain);
const look = followCertificate(secure, env, certificate, log);

await listen(listener, env.port);
if (env.httpPort !== undefined) await listen(plain, env.httpPort);
setInterval(() => void look(new Date()), CERTIFICATE_LOOK_MS).unref();
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
log.info("listening", { generatedCertificate: certificate.generated });
process.send?.({ ready: true, port: (listener.address() as AddressInfo).port });

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen({ port, host: env.host }, () => {
      server.off("error", failed);
      done();
    });
  });
}

/** Requests under way are answered; a connection that only waits for the next one is closed. */
function stop(): void {
  setTimeout(() => process.exit(0), CLOSE_MS).unref();
  plain.close();
  setInterval(() => secure.closeIdleConnections(), 100).unref();
  secure.closeIdleConnections();
  listener.close(() => void endPresence().finally(() => void app.close().finally(() => process.exit(0))));
}
