import { createServer, type Server } from "node:http";
import { errorFields, type Log } from "../../log.ts";
import { metrics } from "./metrics.ts";

/**
 * Tells this process's figures on a port of 127.0.0.1, to whoever is on this machine. A port that is taken is said in the
 * log and is no reason not to work.
 */
export function serveMetrics(port: number | undefined, log: Log, answer: () => Promise<string> = text): Server | null {
  if (port === undefined) return null;
  const server = createServer((request, response) => {
    const allowed = request.method === "GET" && request.url === "/metrics" && isLocal(request.headers.host);
    if (!allowed) {
      response.writeHead(404).end();
      return;
    }
    answer().then(
      (body) => response.writeHead(200, { "Content-Type": metrics().registry.contentType }).end(body),
      (error: unknown) => {
        log.warn("metrics.failed", errorFields(error));
        response.writeHead(500).end();
      },
    );
  });
  server.requestTimeout = 10_000;
  server.on("error", (error) => log.warn("metrics.not-served", errorFields(error)));
  server.listen(port, "127.0.0.1");
  server.unref();
  return server;
}

function text(): Promise<string> {
  return metrics().registry.metrics();
}

/** A page of somebody else that a browser here has open may ask for any port: it names another host. */
function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");
}
