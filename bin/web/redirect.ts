import type { IncomingMessage, ServerResponse } from "node:http";

/** The same path over HTTPS at `host`, which may carry a port. */
export function redirect(request: IncomingMessage, response: ServerResponse, host: string): void {
  const path = /^\/[\x21-\x7e]*$/.test(request.url ?? "") && !request.url?.startsWith("//") ? request.url : "/";
  response.writeHead(308, {
    Location: `https://${host}${path}`,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Length": 0,
    Connection: "close",
  });
  response.end();
}

/** What a proxy asks to know whether the portal lives: it may do so in plain. */
export function isHealth(url: string | undefined): boolean {
  return url === "/livez" || url === "/readyz";
}
