import { createSocket, type RemoteInfo } from "node:dgram";
import { platform } from "node:os";
import { SourceTrouble } from "../problem.ts";
import { kernelDrops } from "./kernel-drops.ts";

export interface UdpPort {
  /** The one that was asked for, or for 0 the one that the system gave. */
  readonly port: number;
  /** What the system granted of the receive buffer that was asked for. */
  readonly bufferBytes: number;
  /** Packets that the kernel threw away since this was asked last; null where it does not tell. */
  newDrops(): Promise<number | null>;
  /** An answer that cannot be sent is lost, as any packet may be. */
  send(packet: Uint8Array, to: { readonly address: string; readonly port: number }): void;
  close(): Promise<void>;
}

/** Seconds of a flood during which nobody reads; the default of Linux (208 KiB) is full after a few hundred packets. */
export const WANTED_BUFFER_BYTES = 4_194_304;

/** Throws SourceTrouble "port-taken". `onPacket` must not throw and must not wait: it is called for every packet. */
export async function openUdp(
  address: string,
  port: number,
  onPacket: (packet: Buffer, from: RemoteInfo) => void,
): Promise<UdpPort> {
  const family = address.includes(":") ? "udp6" : "udp4";
  const socket = createSocket({ type: family, ipv6Only: family === "udp6" });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (cause) => {
      // A socket that was not bound is still one: tried every few seconds, they would add up.
      socket.close();
      reject(new SourceTrouble("port-taken", cause));
    });
    socket.bind({ address, port, exclusive: true }, resolve);
  });
  socket.removeAllListeners("error");
  // What goes wrong later is of a single answer: an unreachable sender must not end the listener.
  socket.on("error", () => undefined);
  const bufferBytes = widen(socket);
  socket.on("message", onPacket);
  const bound = socket.address();
  let closed = false;
  let told = (await kernelDrops(bound.address, bound.port)) ?? 0;
  return {
    port: bound.port,
    bufferBytes,
    async newDrops() {
      const drops = await kernelDrops(bound.address, bound.port);
      if (drops === null) return null;
      // The kernel counts in 32 bits.
      const more = drops >= told ? drops - told : drops;
      told = drops;
      return more;
    },
    send: (packet, to) => {
      if (!closed) socket.send(packet, to.port, to.address, () => undefined);
    },
    close: () => {
      closed = true;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

function widen(socket: ReturnType<typeof createSocket>): number {
  try {
    socket.setRecvBufferSize(WANTED_BUFFER_BYTES);
  } catch {
    // Some systems refuse what is above their bound, others grant the bound: what holds is read below.
  }
  const granted = socket.getRecvBufferSize();
  // Linux doubles what it grants, for its own bookkeeping, and tells the double.
  return platform() === "linux" ? granted / 2 : granted;
}
