import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const MOST_TRIES = 20;

/** A port of loopback that nobody had a moment ago, by TCP or by UDP. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = await freeByTcp();
    if (await isFreeByUdp(port)) return port;
  }
  throw new Error("no port of loopback is free by TCP and by UDP");
}

function freeByTcp(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function isFreeByUdp(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = createSocket("udp4").once("error", () => told(false));
    socket.bind(port, "127.0.0.1", () => socket.close(() => told(true)));
  });
}
