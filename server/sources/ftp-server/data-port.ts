import { createServer, type Socket } from "node:net";
import { bound } from "../uploads/listen.ts";

/** One port that is open for one connection of one peer. */
export interface DataPort {
  readonly port: number;
  /** The peer's connection; rejects when it does not come. */
  connected(): Promise<Socket>;
  close(): void;
}

const CONNECT_MS = 30_000;
export const DATA_IDLE_MS = 60_000;
const TRIES = 30;

/** A free port of the range. Only the machine of the control connection may come. Throws when none is free. */
export async function openDataPort(
  address: string,
  peer: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<DataPort> {
  const start = Math.floor(Math.random() * (to - from + 1));
  for (let n = 0; n < Math.min(TRIES, to - from + 1); n++) {
    const port = from + ((start + n) % (to - from + 1));
    const opened = await open(address, peer, port).catch(() => null);
    if (opened !== null) return opened;
  }
  throw new Error("no port is free");
}

async function open(address: string, peer: string, port: number): Promise<DataPort> {
  const server = createServer({ noDelay: true });
  let taken: Socket | null = null;
  let over = false;
  const come = Promise.withResolvers<Socket>();
  come.promise.catch(() => undefined);
  const close = () => {
    over = true;
    clearTimeout(timer);
    server.close();
    come.reject(new Error("nobody came"));
  };
  const timer = setTimeout(close, CONNECT_MS);
  server.on("connection", (socket) => {
    socket.on("error", () => socket.destroy());
    if (over || taken !== null || socket.remoteAddress !== peer) return void socket.destroy();
    taken = socket;
    socket.setTimeout(DATA_IDLE_MS, () => socket.destroy());
    clearTimeout(timer);
    server.close();
    come.resolve(socket);
  });
  try {
    await bound(server, address, port);
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
  server.on("error", () => undefined);
  return {
    port,
    connected: () => come.promise,
    close() {
      close();
      taken?.destroy();
    },
  };
}
