import { createServer, type Server, type Socket } from "node:net";
import { SourceTrouble } from "../problem.ts";
import { placeOf } from "./place-of.ts";

/** The sockets of a port, bounded: no sender takes all connections there are. */
export interface Listening {
  close(): Promise<void>;
}

/** Who is served at a port. */
export interface Serve {
  /** Whether anybody awaits this address at all. */
  awaits(sender: string): boolean;
  /** `signedIn` is told once it is known whose connection it is. */
  serve(socket: Socket, signedIn: () => void): void;
}

const CONNECTIONS = 200;
/** Of one address, before anybody has signed in. */
const STRANGERS_OF_ONE = 40;

/**
 * Whoever comes gets in, and the oldest connection of the address that has most of those who have not signed in goes: who fills a
 * port with connections that say nothing pushes out his own. Throws SourceTrouble "port-taken".
 */
export async function listen(
  { address, port }: { readonly address: string; readonly port: number },
  { awaits, serve }: Serve,
  most: number = CONNECTIONS,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const strangers = new Map<string, Set<Socket>>();
  const forget = (sender: string, socket: Socket) => {
    const ofOne = strangers.get(sender);
    ofOne?.delete(socket);
    if (ofOne?.size === 0) strangers.delete(sender);
  };
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    const sender = placeOf(socket.remoteAddress ?? "");
    if (!awaits(socket.remoteAddress ?? "")) return void socket.destroy();
    const ofOne = strangers.get(sender) ?? new Set();
    if (ofOne.size >= Math.min(STRANGERS_OF_ONE, most)) letGo(ofOne);
    else if (sockets.size >= most) {
      const greediest = [...strangers.values()].reduce<Set<Socket>>((a, b) => (b.size > a.size ? b : a), new Set());
      if (greediest.size === 0) return void socket.destroy();
      letGo(greediest);
    }
    strangers.set(sender, ofOne.add(socket));
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      forget(sender, socket);
    });
    serve(socket, () => forget(sender, socket));
  });
  const letGo = (ofOne: Set<Socket>) => {
    const [oldest] = ofOne;
    if (oldest === undefined) return;
    ofOne.delete(oldest);
    sockets.delete(oldest);
    oldest.destroy();
  };
  server.maxConnections = 2 * most;
  await bound(server, address, port);
  server.on("error", () => undefined);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Port 0 is any that is free. */
export async function bound(server: Server, address: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new SourceTrouble("port-taken", cause)));
    server.listen({ host: address, port, ipv6Only: address !== "::" }, resolve);
  });
}
