import type { ServerResponse } from "node:http";

/** No more than the protocol must say: nobody learns which sources there are. */
export function answer(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent || response.destroyed) return;
  // What was not read to its end cannot be followed by another request.
  const close = status >= 400 ? { connection: "close" } : {};
  response.writeHead(status, { "content-length": "0", "cache-control": "no-store", ...close, ...headers });
  response.end();
}
