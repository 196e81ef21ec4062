import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { conversationNamed } from "../conversation/catalogue.ts";
import { fingerprintOf } from "../http/secure.ts";
import { mayListen } from "../machine/may-listen.ts";
import { unmapped } from "../machine/networks.ts";
import type { ServerCertificate } from "../machine/server-certificate.ts";
import { SourceTrouble } from "../problem.ts";
import type { Source } from "../source.ts";
import { createShares, type Shares } from "../stream/shares.ts";
import type { JoinedPort, OpenPort } from "../stream/ports.ts";
import type { OpenOptions } from "../transport.ts";
import { listOf, senderList } from "../udp/senders.ts";
import { valuesOf } from "./connect.ts";
import { Lines } from "./lines.ts";
import { createPlaces, type Places } from "./places.ts";
import type { TcpSettings } from "./settings.ts";

const MOST_CONNECTIONS = 2_000;
const HANDSHAKE_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;
/** A connection too many is not read until another one has ended: what it sends stays with its sender. */
const PLACE_MS = 30_000;

/** A source among those that share a port. */
interface Member {
  awaitsAddress(address: string): boolean;
  /** The certificate that must be shown; null for none. */
  readonly clientPin: string | null;
  readonly places: Places;
  readonly lines: Lines;
}

/** The PBX connects to us. */
export function listenSource(options: OpenOptions<TcpSettings>): Source {
  const { settings, credentials, framing, sink, machine, ports } = options;
  const isAwaited = listOf(settings.senders).length === 0 ? () => true : senderList(settings.senders);
  const lines = new Lines({
    sink,
    framing,
    conversation: conversationNamed(settings.conversation),
    values: valuesOf(settings, credentials),
    idleMs: settings.idleHours * 3_600_000,
    closeEndsRecord: settings.closeEndsRecord,
  });
  const { maxConnections, clientPin = null } = settings;
  const places = createPlaces(maxConnections, PLACE_MS);
  const member: Member = { awaitsAddress: isAwaited, clientPin, places, lines };
  let joined: JoinedPort | null = null;
  const leave = async () => {
    const left = joined;
    joined = null;
    await left?.leave();
  };
  return {
    async poll() {
      try {
        await mayListen(machine, settings.address, settings.port);
      } catch (error) {
        const was = joined;
        await leave();
        if (was !== null) await lines.close();
        throw error;
      }
      joined ??= await ports.join(
        keyOf(settings),
        member,
        openListener(settings, async () => (await machine.certificate?.()) ?? null),
      );
      const { settled } = await lines.round();
      return { more: false, settled, problem: lines.tally.problem() };
    },
    live: () => lines.live(),
    async close() {
      await leave();
      places.close();
      await lines.close();
    },
  };
}

/** Sources with TLS and without cannot share a port: who comes second is told that it is taken. */
function keyOf({ address, port, tls }: TcpSettings): string {
  return `tcp ${address} ${port} ${tls ? "tls" : "plain"}`;
}

/** Throws SourceTrouble "port-taken", or "no-certificate" where TLS has nothing to show. */
export function openListener(
  { address, port, tls }: Pick<TcpSettings, "address" | "port" | "tls">,
  certificate: () => Promise<ServerCertificate | null>,
): OpenPort<Member> {
  return async (members) => {
    const context = tls ? shownCertificate(certificate) : null;
    if (context !== null) await context();
    const open = new Set<Socket>();
    const shares = createShares(members, MOST_CONNECTIONS);
    const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS, noDelay: true }, (socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
      socket.on("error", () => undefined);
      void take({ members, shares }, socket, context).catch(() => socket.destroy());
    });
    // Sources that come later have a part of their own.
    server.maxConnections = 2 * MOST_CONNECTIONS;
    server.on("drop", () => count(members, "refused"));
    await bind(server, address, port);
    return {
      async close() {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of open) socket.destroy();
        await closed;
      },
    };
  };
}

export async function bind(server: Server, address: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new SourceTrouble("port-taken", cause)));
    server.listen({ host: address, port, ipv6Only: address.includes(":"), backlog: 511, exclusive: true }, resolve);
  });
  server.removeAllListeners("error");
  server.on("error", () => undefined);
}

/** Looked at before every handshake, so that a renewed certificate is shown without a restart. */
function shownCertificate(certificate: () => Promise<ServerCertificate | null>): () => Promise<SecureContext> {
  let known: { readonly cert: string; readonly context: SecureContext } | null = null;
  return async () => {
    const shown = await certificate();
    if (shown === null) throw new SourceTrouble("no-certificate");
    if (known?.cert !== shown.cert)
      known = { cert: shown.cert, context: createSecureContext({ ...shown, minVersion: "TLSv1.2" }) };
    return known.context;
  };
}

/** An address that nobody awaits is told nothing, not even that TLS is spoken. */
async function take(
  { members, shares }: { readonly members: ReadonlySet<Member>; readonly shares: Shares<Member> },
  socket: Socket,
  context: (() => Promise<SecureContext>) | null,
): Promise<void> {
  const address = unmapped(socket.remoteAddress ?? "");
  // Reset before it could be taken: nobody can say whose it was, and what it brought is counted and not looked at.
  if (address === "") return drop(members, socket, "gone");
  const awaiting = [...members].filter((member) => member.awaitsAddress(address));
  const [first] = awaiting;
  if (first === undefined) return drop(members, socket, "stranger");
  if (!shares.take(first, socket)) return drop(awaiting, socket, "refused");
  const secured = context === null ? socket : await secureSocket(socket, await context()).catch(() => null);
  if (secured === null) return drop(awaiting, socket, "refused");
  const shown = secured instanceof TLSSocket ? fingerprintOf(secured.getPeerCertificate()) : null;
  const pinned = awaiting.filter(({ clientPin }) => clientPin !== null && clientPin === shown);
  const [member, ...others] = pinned.length > 0 ? pinned : awaiting.filter(({ clientPin }) => clientPin === null);
  if (member === undefined) return drop(awaiting, socket, "stranger");
  // Sources of several companies may share a port: none may read along by naming another one's PBX.
  if (others.length > 0) return drop([member, ...others], socket, "disputed");
  if (!(await member.places.take())) return drop([member], socket, "refused");
  try {
    const line = await member.lines.start(secured);
    await line.over;
  } finally {
    member.places.leave();
  }
}

type Why = "stranger" | "refused" | "disputed" | "gone";

function drop(members: Iterable<Member>, socket: Socket, why: Why): void {
  count(members, why);
  socket.destroy();
}

function count(members: Iterable<Member>, why: Why): void {
  for (const { lines } of members) {
    if (why === "stranger") lines.tally.count("stranger", "sender-unknown");
    else if (why === "gone") lines.tally.count("cut");
    else lines.tally.count("refused", why === "disputed" ? "sender-disputed" : null);
  }
}

async function secureSocket(socket: Socket, secureContext: SecureContext): Promise<TLSSocket> {
  return await new Promise((resolve, reject) => {
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      requestCert: true,
      rejectUnauthorized: false,
    });
    const fail = (cause?: unknown) => {
      clearTimeout(timer);
      secured.destroy();
      reject(cause);
    };
    const timer = setTimeout(fail, HANDSHAKE_MS);
    secured.on("error", fail);
    secured.once("close", fail);
    secured.once("secure", () => {
      clearTimeout(timer);
      secured.removeListener("close", fail);
      resolve(secured);
    });
  });
}
