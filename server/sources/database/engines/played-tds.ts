import { type AddressInfo, createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket, createSecureContext } from "node:tls";

/** For tests: what a SQL Server says before anybody has signed in (MS-TDS 2.2.6.5), and nothing after that. */
export interface PlayedTds {
  readonly port: number;
  /** What came behind the handshake, or without one: who signs in has sent a name and a password by then. */
  readonly signedIn: Buffer[];
  connections(): number;
  close(): Promise<void>;
}

const PRELOGIN = 0x12;
const ANSWER = 0x04;
const ENCRYPTION = { on: 1, "not-there": 2 } as const;

export async function playTds(
  encryption: keyof typeof ENCRYPTION | "silent" | "garbage",
  tls: { readonly cert: string; readonly key: string },
): Promise<PlayedTds> {
  const signedIn: Buffer[] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    if (encryption === "silent") return;
    if (encryption === "garbage") return void socket.end(Buffer.alloc(100_000, 0x41));
    let wrapped: Duplex | null = null;
    socket.on("data", (bytes: Buffer) => {
      if (bytes[0] !== PRELOGIN) return void (wrapped === null ? signedIn.push(bytes) : wrapped.push(bytes));
      if (wrapped !== null) return void wrapped.push(bytes.subarray(8));
      socket.write(packet(ANSWER, answer(ENCRYPTION[encryption])));
      wrapped = encryption === "on" ? underHandshake(socket, tls, signedIn) : null;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    signedIn,
    connections: () => accepted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Messages of the handshake travel in packets of TDS, one for each of the other side's. */
function underHandshake(
  socket: Socket,
  tls: { readonly cert: string; readonly key: string },
  signedIn: Buffer[],
): Duplex {
  let waiting: Buffer[] = [];
  const under = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      waiting.push(chunk);
      setImmediate(() => {
        const message = Buffer.concat(waiting);
        waiting = [];
        if (message.length > 0 && !socket.destroyed) socket.write(packet(PRELOGIN, message));
        done();
      });
    },
  });
  socket.on("close", () => under.destroy());
  const secured = new TLSSocket(under, {
    isServer: true,
    secureContext: createSecureContext({ ...tls, maxVersion: "TLSv1.2" }),
  });
  secured.on("error", () => undefined);
  secured.on("data", (bytes: Buffer) => void signedIn.push(bytes));
  return under;
}

function packet(type: number, body: Buffer): Buffer {
  const head = Buffer.from([type, 1, 0, 0, 0, 0, 1, 0]);
  head.writeUInt16BE(body.length + 8, 2);
  return Buffer.concat([head, body]);
}

/** The version and whether it speaks TLS: places, lengths, an end, and the values. */
function answer(encryption: number): Buffer {
  return Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, encryption]);
}
