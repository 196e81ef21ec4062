import { createServer } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { ServerCertificate } from "../machine/server-certificate.ts";
import { SourceTrouble } from "../problem.ts";
import { type Connections, watchConnections } from "./connections.ts";
import { createDoor } from "./door.ts";
import type { Member } from "./member.ts";
import type { HttpPushSettings } from "./settings.ts";

/** A connection costs its own seconds: who sends his bytes one by one is let go. */
const LIMITS = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};

/** What is shown now, and a way to ask for what is to be shown later: certificates are renewed. */
export interface ListenTls {
  readonly certificate: ServerCertificate;
  current(): Promise<ServerCertificate | null>;
}

const RENEW_MS = 3_600_000;

export interface Listener {
  close(): Promise<void>;
}

/** Binds the address and port for all sources of it. Throws SourceTrouble "port-taken". */
export async function listen(
  { address, port }: Pick<HttpPushSettings, "address" | "port">,
  members: ReadonlySet<Member>,
  tls: ListenTls | null,
  proxies: readonly string[] = [],
): Promise<Listener> {
  let connections: Connections | null = null;
  const door = createDoor(members, {
    proxies,
    known: (socket, member) => connections?.belongsTo(socket, member),
  });
  const secured =
    tls === null ? null : createSecureServer({ ...LIMITS, ...tls.certificate, minVersion: "TLSv1.2" }, door);
  const server = secured ?? createServer(LIMITS, door);
  const renewing = tls === null || secured === null ? undefined : setInterval(() => void renew(secured, tls), RENEW_MS);
  renewing?.unref();
  server.maxHeadersCount = 100;
  // Who asks whether to send is answered by the door: it looks at the token before a body comes.
  server.on("checkContinue", (request, response) => {
    response.writeContinue();
    door(request, response);
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  connections = watchConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new SourceTrouble("port-taken", cause)));
    server.listen({ host: address, port, ipv6Only: address !== "::" }, resolve);
  });
  server.on("error", () => undefined);
  return {
    close: async () => {
      clearInterval(renewing);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // What is under way gets a moment to be answered.
      const timer = setTimeout(() => connections?.closeAll(), 2_000);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
  };
}

/** A certificate that is half written, or does not fit its key, leaves the one that is shown. */
async function renew(server: SecureServer, tls: ListenTls): Promise<void> {
  try {
    const found = await tls.current();
    if (found !== null) server.setSecureContext({ ...found, minVersion: "TLSv1.2" });
  } catch {
    // The next hour tries again.
  }
}
