import { createServer, type Server, type Socket } from "node:net";
import { SourceTrouble } from "../problem.ts";

/** The sockets of a port, bounded: no sender takes all connections there are. */
export interface Listening {
  close(): Promise<void>;
}

const CONNECTIONS = 200;
const CONNECTIONS_OF_ONE = 40;

/** Throws SourceTrouble "port-taken". */
export async function listen(
  { address, port }: { readonly address: string; readonly port: number },
  serve: (socket: Socket) => void,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const counts = new Map<string, number>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const sender = socket.remoteAddress ?? "";
    const count = (counts.get(sender) ?? 0) + 1;
    counts.set(sender, count);
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      sockets.delete(socket);
      const left = (counts.get(sender) ?? 1) - 1;
      if (left <= 0) counts.delete(sender);
      else counts.set(sender, left);
    });
    if (count > CONNECTIONS_OF_ONE) socket.destroy();
    else serve(socket);
  });
  server.maxConnections = CONNECTIONS;
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
