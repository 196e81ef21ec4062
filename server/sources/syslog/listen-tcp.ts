import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { unmapped } from "../machine/networks.ts";
import type { ServerCertificate } from "../machine/server-certificate.ts";
import { SourceTrouble } from "../problem.ts";
import type { OpenPort } from "../stream/ports.ts";
import { createShares, type Shares } from "../stream/shares.ts";
import { awaitedBy, countStranger, dispatch, type From } from "./dispatch.ts";
import type { Member } from "./member.ts";
import { fingerprintDigits } from "../machine/fingerprint.ts";
import { createStreamFramer } from "./stream-framer.ts";

const MOST_CONNECTIONS = 512;
const HANDSHAKE_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;
/** How often senders that were slowed are looked at again, and the certificate now and then. */
const LOOK_MS = 100;
const CERTIFICATE_MS = 60_000;

interface Listener {
  readonly members: ReadonlySet<Member>;
  readonly shares: Shares<Member>;
  readonly connections: Map<Socket, From>;
  opened: number;
}

/** Throws SourceTrouble "port-taken", or "no-certificate" where TLS has nothing to show. */
export function listenTcp(
  address: string,
  port: number,
  certificate: (() => Promise<ServerCertificate | null>) | null,
  letIn: "senders" | "nobody" = "senders",
): OpenPort<Member> {
  return async (members) => {
    const listener: Listener = {
      members,
      shares: createShares(members, MOST_CONNECTIONS),
      connections: new Map(),
      opened: 0,
    };
    const accept = (socket: Socket) => (letIn === "nobody" ? socket.destroy() : take(listener, socket));
    const server = certificate === null ? createServer(accept) : await secure(certificate, accept, listener);
    // Sources that come later have a part of their own.
    server.maxConnections = 2 * MOST_CONNECTIONS;
    server.on("drop", () => countStrangersOf(members));
    await bind(server, address, port);
    const bound = (server.address() as { port: number } | null)?.port ?? port;
    const at = { port: bound, bufferBytes: null };
    const look = () => {
      for (const member of members) member.at ??= { ...at, connections: () => connectionsOf(listener, member) };
      resume(listener);
    };
    look();
    const looking = setInterval(look, LOOK_MS);
    const following = certificate === null ? null : follow(server, certificate);
    return {
      async close() {
        clearInterval(looking);
        clearInterval(following ?? undefined);
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of listener.connections.keys()) socket.destroy();
        await closed;
      },
    };
  };
}

async function bind(server: Server, address: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new SourceTrouble("port-taken", cause)));
    server.listen({ host: address, port, ipv6Only: address.includes(":"), backlog: 128, exclusive: true }, resolve);
  });
  server.removeAllListeners("error");
  server.on("error", () => undefined);
}

/** RFC 5425. A client's certificate is asked for and compared with the pins of the sources; no authority vouches for it. */
async function secure(
  certificate: () => Promise<ServerCertificate | null>,
  accept: (socket: Socket) => void,
  { members, shares }: Listener,
): Promise<Server> {
  const shown = await certificate();
  if (shown === null) throw new SourceTrouble("no-certificate");
  const options = { ...shown, minVersion: "TLSv1.2", requestCert: true, rejectUnauthorized: false } as const;
  const server = createTlsServer({ ...options, handshakeTimeout: HANDSHAKE_MS }, accept);
  // Before the handshake, so that a stranger costs nothing.
  server.prependListener("connection", (socket: Socket) => {
    const address = unmapped(socket.remoteAddress ?? "");
    const first = [...members].find((member) => member.awaitsAddress(address));
    if (first !== undefined && shares.take(first, socket)) return;
    if (first === undefined) countStranger(members);
    else first.tally.count("refused");
    socket.destroy();
  });
  server.on("tlsClientError", () => {
    for (const member of members) member.tally.count("refused");
  });
  return server;
}

function follow(server: Server, certificate: () => Promise<ServerCertificate | null>): NodeJS.Timeout {
  let known = "";
  const look = async () => {
    const shown = await certificate();
    if (shown === null || shown.cert === known) return;
    known = shown.cert;
    try {
      (server as ReturnType<typeof createTlsServer>).setSecureContext({ ...shown, minVersion: "TLSv1.2" });
    } catch {
      // A pair that does not fit is being replaced: the one before goes on.
    }
  };
  return setInterval(() => void look(), CERTIFICATE_MS).unref();
}

function countStrangersOf(members: ReadonlySet<Member>): void {
  for (const member of members) member.tally.count("refused");
}

function take(listener: Listener, socket: Socket): void {
  const { members } = listener;
  const address = unmapped(socket.remoteAddress ?? "");
  const certificate = certificateOf(socket);
  const from: From = { address, certificate, sender: `${address} ${++listener.opened}` };
  socket.on("error", () => undefined);
  const [first] = awaitedBy(members, address, certificate);
  if (first === undefined) {
    countStranger(members);
    socket.destroy();
    return;
  }
  // Over TLS its place was taken before the handshake.
  if (!(socket instanceof TLSSocket) && !listener.shares.take(first, socket)) {
    first.tally.count("refused");
    socket.destroy();
    return;
  }
  listener.connections.set(socket, from);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.setTimeout(first.settings.idleMinutes * 60_000, () => socket.destroy());
  const give = (message: Buffer) => {
    const taken = dispatch(members, from, message);
    if (taken?.isFull() === true) slow(listener, taken);
  };
  const refuse = () => {
    for (const one of awaitedBy(members, address, certificate)) one.tally.count("refused");
  };
  const framer = createStreamFramer(give, refuse);
  let inOrder = false;
  const hear = (chunk: Buffer) => {
    try {
      framer.push(chunk);
    } catch {
      refuse();
      socket.destroy();
    }
  };
  socket.on("data", hear);
  socket.on("end", () => {
    inOrder = true;
  });
  socket.on("close", () => {
    listener.connections.delete(socket);
    // What came while it was slowed is held above the system, and would go with a reset.
    socket.off("data", hear);
    for (let left: Buffer | null = socket.read(); left !== null; left = socket.read()) hear(left);
    const cut = framer.end(inOrder ? "whole" : "cut");
    if (cut !== null) dispatch(members, from, cut, "cut");
    for (const member of members) member.inflow.leave(from.sender);
  });
}

function certificateOf(socket: Socket): string {
  if (!("getPeerCertificate" in socket)) return "";
  // Without one the answer is an empty object, whatever its type says.
  const shown: { fingerprint256?: string } | null = (socket as TLSSocket).getPeerCertificate();
  return fingerprintDigits(shown?.fingerprint256 ?? "");
}

function isOf({ awaits }: Member, { address, certificate }: From): boolean {
  return awaits(address, certificate);
}

/** The connections of a source whose messages wait for the disk are not read from: TCP then slows their senders. */
function slow(listener: Listener, member: Member): void {
  for (const [socket, from] of listener.connections) if (isOf(member, from)) socket.pause();
}

function resume({ connections, members }: Listener): void {
  for (const [socket, from] of connections) {
    if (!socket.isPaused()) continue;
    const awaiting = [...members].filter((member) => isOf(member, from));
    if (!awaiting.some((member) => member.isFull())) socket.resume();
  }
}

function connectionsOf({ connections }: Listener, member: Member): number {
  let count = 0;
  for (const from of connections.values()) if (isOf(member, from)) count++;
  return count;
}
