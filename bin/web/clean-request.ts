import type { IncomingMessage } from "node:http";
import { clientAddress, type IsTrusted, plainAddress } from "./trusted-proxy.ts";

/** What is believed of a request about the way it came. */
export interface Way {
  readonly address: string;
  /** Whether the person's own connection was encrypted, up to the proxy at least. */
  readonly encrypted: boolean;
  /** Host and port as the person sees them; null when they are none. */
  readonly host: string | null;
}

/** Reads the way before its headers are taken away: a proxy's word counts only when the socket is one of the operator's proxies. */
export function wayOf(request: IncomingMessage, encrypted: boolean, isTrusted: IsTrusted): Way {
  const socket = request.socket.remoteAddress ?? "";
  const proxied = isTrusted(plainAddress(socket) ?? "");
  const said = (name: string) => (proxied ? lastOf(request.headers[name]) : undefined);
  const proto = said("x-forwarded-proto");
  return {
    address: clientAddress(socket, headerText(request.headers["x-forwarded-for"]), isTrusted),
    // A proxy that says nothing is judged by its own connection.
    encrypted: proto === undefined ? encrypted : proto.toLowerCase() === "https",
    host: hostAndPort(said("x-forwarded-host")) ?? hostAndPort(request.headers.host),
  };
}

/**
 * Takes away the headers with which a client could speak in a proxy's or the framework's name, and says in their place what is
 * known: the address that throttling and the audit see.
 */
export function cleanRequest(request: IncomingMessage, way: Way): void {
  for (const name of Object.keys(request.headers)) {
    if (FORGED.test(name)) delete request.headers[name];
  }
  request.headers["x-forwarded-for"] = way.address;
  request.headers["x-forwarded-proto"] = "https";
  if (way.host === null) return;
  request.headers.host = way.host;
  request.headers["x-forwarded-host"] = way.host;
}

const FORGED =
  /^(x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-data$|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-nonce$)/;

/** Of a header that several proxies wrote, the one nearest to us. */
function lastOf(header: string | string[] | undefined): string | undefined {
  return headerText(header)?.split(",").at(-1)?.trim();
}

function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}

function hostAndPort(text: string | undefined): string | null {
  return /^(?:[a-z\d](?:[a-z\d.-]{0,252})|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(text ?? "") ? (text ?? null) : null;
}
