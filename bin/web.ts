import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { resolve } from "node:path";
import next from "next";
import { type Certificate, readCertificate } from "./web/certificate.ts";
import { onePort, redirectServer } from "./web/one-port.ts";
import { cleanRequest } from "./web/clean-request.ts";
import { readEnv } from "#server/env.ts";
import { createLog, errorFields } from "#server/log.ts";
import { keepOwnLog } from "#server/maintenance/logs/own-log.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";
import { serveMetrics } from "#server/maintenance/metrics/serve-metrics.ts";

const CERTIFICATE_LOOK_MS = 3_600_000;
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

let certificate = await readCertificate(env, new Date());
const secure = createServer(
  { ...tlsOptions(certificate), headersTimeout: 15_000, requestTimeout: 120_000 },
  (request, response) => {
    cleanRequest(request);
    response.setHeader("Strict-Transport-Security", "max-age=31536000");
    handle(request, response).catch((error: unknown) => {
      log.error("request-failed", errorFields(error));
      if (!response.headersSent) response.writeHead(500, { "Cache-Control": "no-store" });
      response.end();
    });
  },
);
secure.on("tlsClientError", () => undefined);
const plain = redirectServer(() => (listener.address() as AddressInfo).port, "localhost");
const listener = onePort(secure, plain);

await listen(listener, env.port);
if (env.httpPort !== undefined) await listen(plain, env.httpPort);
setInterval(() => void renew(), CERTIFICATE_LOOK_MS).unref();
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
log.info("listening", { generatedCertificate: certificate.generated });
process.send?.({ ready: true, port: (listener.address() as AddressInfo).port });

function tlsOptions(from: Certificate) {
  return { cert: from.cert, key: from.key, minVersion: "TLSv1.2" as const };
}

/** A certificate that was renewed, by us or by the operator, is taken up without a restart. */
async function renew(): Promise<void> {
  try {
    const found = await readCertificate(env, new Date());
    if (found.fingerprint === certificate.fingerprint) return;
    certificate = found;
    secure.setSecureContext(tlsOptions(found));
    log.info("certificate-renewed", { generatedCertificate: found.generated });
  } catch (error) {
    log.error("certificate-not-renewed", errorFields(error));
  }
}

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
  listener.close(() => void app.close().finally(() => process.exit(0)));
}
