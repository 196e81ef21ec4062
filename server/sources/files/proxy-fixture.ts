import { createServer, connect, type Socket } from "node:net";
import { once } from "node:events";

/** What becomes of a connection after so many bytes have come from the side that is counted. */
export interface Fate {
  readonly afterBytes: number;
  /**
   * "reset": both sides are cut. "end": for the other side it closes as if all had been said. "stall": nothing moves any more.
   * "half": the counted side is told that it is over, the other one nothing.
   */
  readonly kind: "reset" | "end" | "stall" | "half";
  /** Called when it is met: what ends before meets none. */
  met?(): void;
}

/** For tests: a way to a server on this machine on which connections break. */
export interface Proxy {
  readonly port: number;
  /** Ends every connection there is, in order, as a program that dies does. */
  endAll(): void;
  close(): void;
}

export interface ProxyOptions {
  /** Whose bytes are counted. */
  readonly counted?: "server" | "client";
  /** Where it listens; any port of this machine without. */
  readonly host?: string;
  readonly port?: number;
  /** A side that was told nothing is told after so long, as a system that looks after its connections does; never without. */
  readonly toldAfterMs?: number;
}

export async function openProxy(
  target: number,
  fateOf: () => Fate | null,
  { counted = "server", host = "127.0.0.1", port = 0, toldAfterMs }: ProxyOptions = {},
): Promise<Proxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: "127.0.0.1", port: target });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => open.delete(socket));
    }
    const fate = fateOf();
    let passed = 0;
    let over = false;
    const pass = (bytes: Buffer, from: Socket, to: Socket) => {
      if (over) return;
      const left = fate === null ? bytes.length : fate.afterBytes - passed;
      passed += bytes.length;
      if (fate === null || bytes.length < left) return void to.write(bytes);
      over = true;
      to.write(bytes.subarray(0, Math.max(0, left)), () => {
        meet(fate, from, to);
        if (toldAfterMs !== undefined)
          setTimeout(() => [from, to].map((socket) => socket.destroy()), toldAfterMs).unref();
      });
    };
    const plain = (bytes: Buffer, to: Socket) => void (over || to.write(bytes));
    client.on("data", (bytes) => (counted === "client" ? pass(bytes, client, upstream) : plain(bytes, upstream)));
    upstream.on("data", (bytes) => (counted === "server" ? pass(bytes, upstream, client) : plain(bytes, client)));
    client.on("end", () => over || upstream.end());
    client.on("close", () => (over && counted === "client") || upstream.destroy());
    upstream.on("end", () => over || client.end());
    upstream.on("close", () => over || client.end());
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    endAll() {
      for (const socket of open) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function meet(fate: Fate, from: Socket, to: Socket): void {
  fate.met?.();
  if (fate.kind === "reset") {
    from.resetAndDestroy();
    to.resetAndDestroy();
  } else if (fate.kind === "end") {
    to.end();
    from.destroy();
  } else if (fate.kind === "half") from.destroy();
}
