import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const PATIENCE_MS = 120_000;

/** One request over TLS, with any method and no client's help: no redirect is followed. */
export function ask(address: string, { method, path, headers = {}, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(address);
  return new Promise((done) => {
    const nothing = () => done({ status: 0, headers: {}, body: "" });
    const sent = request(
      { hostname, port, method, path, headers, rejectUnauthorized: false, agent: false, timeout: PATIENCE_MS },
      async (response) => {
        // A letter of several bytes may lie across two pieces.
        const pieces: Buffer[] = [];
        try {
          for await (const piece of response) pieces.push(piece as Buffer);
        } catch {
          // What has come so far is judged.
        }
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString("utf8"),
        });
      },
    );
    sent.on("error", nothing);
    sent.on("timeout", () => sent.destroy());
    sent.end(body);
  });
}
