import {
  createServer as createPlain,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from "node:http";
import { createServer, type Server as Listener, type Socket } from "node:net";
import type { Server as SecureServer } from "node:https";
import { type Way, wayOf } from "./clean-request.ts";
import { isHealth, redirect } from "./redirect.ts";
import { type IsTrusted, plainAddress } from "./trusted-proxy.ts";

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

export interface PlainOptions {
  /** Where HTTPS listens. */
  readonly port: () => number;
  readonly fallbackHost: string;
  readonly isTrusted?: IsTrusted;
  /** Answers what one of the operator's proxies received over HTTPS and hands on in plain. */
  readonly behindProxy?: (request: IncomingMessage, response: ServerResponse, way: Way) => void;
}

/**
 * Answers every plain request with a 308 to the same path over HTTPS, except what a trusted proxy says came to it over HTTPS, and
 * its own looks at whether the portal lives.
 */
export function redirectServer({
  port,
  fallbackHost,
  isTrusted = () => false,
  behindProxy,
}: PlainOptions): PlainServer {
  const server = createPlain(
    { maxHeaderSize: 8_192, requestTimeout: 120_000, headersTimeout: 10_000 },
    (request, response) => {
      const proxied = isTrusted(plainAddress(request.socket.remoteAddress ?? "") ?? "");
      const way = wayOf(request, false, isTrusted);
      if (proxied && behindProxy && (way.encrypted || isHealth(request.url))) behindProxy(request, response, way);
      else redirect(request, response, proxied ? (way.host ?? fallbackHost) : ownHost(request, port(), fallbackHost));
    },
  );
  return server;
}

function ownHost(request: IncomingMessage, port: number, fallbackHost: string): string {
  return `${hostOf(request.headers.host) ?? fallbackHost}${port === 443 ? "" : `:${port}`}`;
}

/** The name in a Host header without its port, or null for what is no host name. */
function hostOf(header: string | undefined): string | null {
  return /^((?:[a-z\d](?:[a-z\d.-]{0,252})|\[[\da-f:]+\]))(?::\d{1,5})?$/i.exec(header ?? "")?.[1] ?? null;
}
