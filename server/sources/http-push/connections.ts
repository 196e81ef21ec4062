import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Who holds which connections of a port that many share. */
export interface Connections {
  /** A request of this connection has shown a token of the member's. */
  belongsTo(socket: Pick<Socket, "remoteAddress" | "remotePort">, member: object): void;
  closeAll(): void;
}

export interface ConnectionBounds {
  readonly all: number;
  /** Of one sender that has shown no token yet. */
  readonly stranger: number;
  /** Of one member, wherever they come from. */
  readonly member: number;
}

const BOUNDS: ConnectionBounds = { all: 500, stranger: 100, member: 100 };

interface Kept {
  readonly socket: Socket;
  /** The member, or the address of a sender that has shown nothing yet. */
  holder: object | string;
}

/**
 * Whoever comes gets in, and the oldest connection of whoever holds too many goes: a flood, even from the address of a proxy that all
 * share, pushes out its own first, and a sender with a token needs no longer than its headers to be told from it.
 */
export function watchConnections(server: Server, bounds = BOUNDS): Connections {
  // In the order in which they came.
  const kept = new Map<string, Kept>();
  const counts = new Map<object | string, number>();
  const count = (holder: object | string, by: 1 | -1) => {
    const now = (counts.get(holder) ?? 0) + by;
    if (now > 0) counts.set(holder, now);
    else counts.delete(holder);
  };
  const forget = (name: string, one: Kept) => {
    if (kept.get(name) !== one) return;
    kept.delete(name);
    count(one.holder, -1);
  };
  const letGo = (holder: object | string, but?: Kept) => {
    for (const [name, one] of kept) {
      if (one.holder !== holder || one === but) continue;
      forget(name, one);
      return void one.socket.destroy();
    }
  };
  const greediest = (): object | string | null => {
    let found: object | string | null = null;
    // Strangers before members, whatever they hold.
    const weight = (holder: object | string) =>
      (counts.get(holder) ?? 0) + (typeof holder === "string" ? bounds.all : 0);
    for (const holder of counts.keys()) if (found === null || weight(holder) > weight(found)) found = holder;
    return found;
  };
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => undefined);
    const sender = socket.remoteAddress ?? "";
    if ((counts.get(sender) ?? 0) >= bounds.stranger) letGo(sender);
    const most = kept.size >= bounds.all ? greediest() : null;
    if (most !== null) letGo(most);
    const [name, one] = [nameOf(socket), { socket, holder: sender }];
    kept.set(name, one);
    count(sender, 1);
    socket.once("close", () => forget(name, one));
  });
  return {
    belongsTo(socket, member) {
      const one = kept.get(nameOf(socket));
      if (one === undefined || one.holder === member) return;
      count(one.holder, -1);
      one.holder = member;
      count(member, 1);
      if ((counts.get(member) ?? 0) > bounds.member) letGo(member, one);
    },
    closeAll() {
      for (const { socket } of kept.values()) socket.destroy();
    },
  };
}

/** A request over TLS knows another socket than the one that was accepted, of the same other end. */
function nameOf({ remoteAddress = "", remotePort = 0 }: Pick<Socket, "remoteAddress" | "remotePort">): string {
  return `${remoteAddress} ${remotePort}`;
}
