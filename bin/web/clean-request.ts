import type { IncomingMessage } from "node:http";

/**
 * Takes away the headers with which a client could speak in a proxy's or the framework's name, and says who is really
 * there: the address that throttling and the audit see is the socket's.
 */
export function cleanRequest(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) {
    if (FORGED.test(name)) delete request.headers[name];
  }
  request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  request.headers["x-forwarded-proto"] = "https";
  if (request.headers.host !== undefined) request.headers["x-forwarded-host"] = request.headers.host;
}

const FORGED =
  /^(x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-data$|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-nonce$)/;
