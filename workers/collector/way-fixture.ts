import { once } from "node:events";
import { connect, createServer, type NetConnectOpts, type Socket } from "node:net";

/** For tests and faults: a way to a server that can swallow everything, as a cut network does: no end, no reset, no answer. */
export interface Way {
  readonly port: number;
  /** Who went this way, by address, in order; times are of `performance.now()`. */
  readonly passed: readonly Passage[];
  /** From now on nothing moves; what was sent meanwhile arrives after `heal`, late. */
  cut(): void;
  heal(): void;
  close(): void;
}

export interface Passage {
  readonly from: string;
  /** The port at which the server meets it. */
  readonly port: number;
  readonly openedAt: number;
  closedAt: number | null;
  /** When it last said something. */
  saidAt: number;
}

export async function openWay(target: NetConnectOpts, address = "127.0.0.1"): Promise<Way> {
  const open = new Set<Socket>();
  const passed: Passage[] = [];
  let isCut = false;
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => open.delete(socket));
      if (isCut) socket.pause();
    }
    const openedAt = performance.now();
    upstream.on("connect", () => {
      const passage: Passage = {
        from: client.remoteAddress ?? "",
        port: upstream.localPort ?? 0,
        openedAt,
        closedAt: null,
        saidAt: openedAt,
      };
      passed.push(passage);
      client.on("data", () => {
        passage.saidAt = performance.now();
      });
      client.on("close", () => {
        passage.closedAt = performance.now();
      });
    });
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    if (isCut) hold(client, upstream);
  });
  server.listen(0, address);
  await once(server, "listening");
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === "object" ? bound.port : 0,
    passed,
    cut() {
      isCut = true;
      hold(...open);
    },
    heal() {
      isCut = false;
      for (const socket of open) socket.resume();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** A pipe would go on reading by itself: what is held must be told so after it has begun. */
function hold(...sockets: Socket[]): void {
  for (const socket of sockets) {
    socket.pause();
    setImmediate(() => socket.pause());
  }
}
