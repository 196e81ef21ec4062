import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { errorFields, type Log } from "#server/log.ts";
import { cleanRequest, type Way, wayOf } from "./clean-request.ts";
import { isHealth, redirect } from "./redirect.ts";
import type { IsTrusted } from "./trusted-proxy.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Answering {
  readonly handle: Handle;
  readonly isTrusted: IsTrusted;
  readonly log: Log;
}

/**
 * What stands before the framework on every encrypted request: who is there, which methods there are, and the headers that an
 * answer has even when nobody thought of it. Pages replace the policy by one with a nonce.
 */
export function answerWith(answering: Answering): RequestListener {
  return (request, response) => {
    const way = wayOf(request, true, answering.isTrusted);
    // The person spoke plain HTTP to a proxy that encrypts only its own way to us.
    if (!way.encrypted && !isHealth(request.url)) redirect(request, response, way.host ?? "localhost");
    else answer(answering, request, response, way);
  };
}

export function answer({ handle, log }: Answering, request: IncomingMessage, response: ServerResponse, way: Way): void {
  cleanRequest(request, way);
  for (const [name, value] of Object.entries(BASE)) response.setHeader(name, value);
  complete(response);
  const allowed = methodsOf(request.url ?? "/");
  if (!allowed.includes(request.method ?? "")) {
    response.writeHead(405, { Allow: allowed.join(", "), "Cache-Control": "no-store", Connection: "close" });
    response.end();
    return;
  }
  handle(request, response).catch((error: unknown) => {
    log.error("request-failed", errorFields(error));
    if (!response.headersSent) response.writeHead(500, { "Cache-Control": "no-store" });
    response.end();
  });
}

/**
 * What an answer does not say itself: without a word about caching it is kept nowhere, without a policy it may run nothing, and a
 * refused method names the other. Set any earlier, the framework would send both policies.
 */
function complete(response: ServerResponse): void {
  const write: (...args: unknown[]) => ServerResponse = response.writeHead.bind(response) as never;
  response.writeHead = ((...args: unknown[]) => {
    for (const [name, value] of UNSAID)
      if (!response.headersSent && !response.hasHeader(name)) response.setHeader(name, value);
    const status = typeof args[0] === "number" ? args[0] : response.statusCode;
    if (!response.headersSent && status === 405 && !response.hasHeader("Allow")) response.setHeader("Allow", "POST");
    return write(...args);
  }) as ServerResponse["writeHead"];
}

/** Pages are read; only the API is written to. A page answers no form: what is sent in one could end in an address. */
function methodsOf(url: string): readonly string[] {
  return url.startsWith("/api/") ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
}

const BASE = {
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

const UNSAID = [
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"],
] as const;
