import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** For tests and measurements: the other side of an HTTP source, on loopback. */
export interface PlayedServer {
  readonly origin: string;
  readonly port: number;
  readonly asked: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  /** How many connections were accepted. */
  connections(): number;
  close(): Promise<void>;
}

export type Play = (question: PlayedServer["asked"][number], response: ServerResponse) => void;

export async function playServer(
  play: Play,
  tls?: { readonly cert: string; readonly key: string },
  host = "127.0.0.1",
): Promise<PlayedServer> {
  const asked: PlayedServer["asked"] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const listen: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("error", () => undefined);
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const question = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
      asked.push(question);
      play(question, response);
    });
  };
  const server = tls === undefined ? createServer(listen) : createSecureServer(tls, listen);
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? "http" : "https"}://${host}:${port}`,
    port,
    asked,
    connections: () => accepted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof value === "string" ? value : JSON.stringify(value));
}
