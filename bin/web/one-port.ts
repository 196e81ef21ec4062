import {
  createServer as createPlain,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from "node:http";
import { createServer, type Server as Listener, type Socket } from "node:net";
import type { Server as SecureServer } from "node:https";

const TLS_HANDSHAKE = 0x16;
const FIRST_BYTE_MS = 10_000;

/**
 * One port for both: a connection whose first byte opens a TLS handshake goes to `secure`, anything else to `plain`, which
 * only redirects. Whoever sends nothing is dropped.
 */
export function onePort(secure: SecureServer, plain: PlainServer): Listener {
  return createServer({ pauseOnConnect: false }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.setTimeout(FIRST_BYTE_MS, () => socket.destroy());
    socket.once("data", (bytes) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.unshift(bytes);
      hand(socket, bytes[0] === TLS_HANDSHAKE ? secure : plain);
    });
  });
}

function hand(socket: Socket, server: SecureServer | PlainServer): void {
  server.emit("connection", socket);
  process.nextTick(() => socket.resume());
}

/** Answers every plain request with a 308 to the same path over HTTPS. `port` is where HTTPS listens. */
export function redirectServer(port: () => number, fallbackHost: string): PlainServer {
  const server = createPlain(
    { maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 10_000 },
    (request, response) => redirect(request, response, port(), fallbackHost),
  );
  server.maxRequestsPerSocket = 1;
  return server;
}

function redirect(request: IncomingMessage, response: ServerResponse, port: number, fallbackHost: string): void {
  const host = hostOf(request.headers.host) ?? fallbackHost;
  const path = /^\/[\x21-\x7e]*$/.test(request.url ?? "") && !request.url?.startsWith("//") ? request.url : "/";
  response.writeHead(308, {
    Location: `https://${host}${port === 443 ? "" : `:${port}`}${path}`,
    "Cache-Control": "no-store",
    "Content-Length": 0,
    Connection: "close",
  });
  response.end();
}

/** The name in a Host header without its port, or null for what is no host name. */
function hostOf(header: string | undefined): string | null {
  return /^((?:[a-z\d](?:[a-z\d.-]{0,252})|\[[\da-f:]+\]))(?::\d{1,5})?$/i.exec(header ?? "")?.[1] ?? null;
}
