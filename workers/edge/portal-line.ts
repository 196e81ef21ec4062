import { X509Certificate } from "node:crypto";
import { Agent, request } from "node:https";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { keyPin, pinText } from "#server/edge/portal-key.ts";
import { type Refusal, RefusedAnswer } from "#server/edge/protocol/index.ts";
import type { Trust } from "./edge-home.ts";

/** What the portal answered. `refused`: why it took nothing. */
export interface PortalAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly refused: Refusal | null;
  readonly retryAfterSeconds: number | null;
}

/** The portal cannot be reached, or is not the one it should be. */
export class PortalAway extends Error {
  override readonly name = "PortalAway";
  readonly why: "unreachable" | "timed-out" | "another-key" | "answer";

  constructor(why: PortalAway["why"], cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

export interface PortalLine {
  /** Throws PortalAway. */
  post(verb: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<PortalAnswer>;
  close(): void;
}

const CONNECT_MS = 15_000;
const ANSWER_MS = 60_000;
const LARGEST_ANSWER = 16_777_216;

/**
 * The way to the portal: nothing is sent before it has proved to be the portal, by an authority or by its own key; nothing is
 * followed elsewhere. `onTrusted` hears by what it was known, where either would do.
 */
export function openLine(portal: string, trust: readonly Trust[], onTrusted?: (by: Trust) => void): PortalLine {
  const { hostname: named, port } = new URL(portal);
  const hostname = named.replace(/^\[|\]$/g, "");
  const agent = new TrustingAgent({ hostname, port: Number(port || 443), trust, onTrusted });
  const post: PortalLine["post"] = (verb, body, headers) =>
    new Promise((resolve, reject) => {
      const url = new URL(`/api/edge/${verb}`, portal);
      const asked = request(url, {
        method: "POST",
        agent,
        timeout: ANSWER_MS,
        headers: { ...headers, ...about(body) },
      });
      const over = setTimeout(() => asked.destroy(new PortalAway("timed-out")), ANSWER_MS * 2);
      asked.on("timeout", () => asked.destroy(new PortalAway("timed-out")));
      asked.on("error", (cause) => {
        clearTimeout(over);
        reject(cause instanceof PortalAway ? cause : new PortalAway("unreachable", cause));
      });
      asked.on("response", (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on("data", (part: Buffer) => {
          length += part.length;
          if (length > LARGEST_ANSWER) asked.destroy(new PortalAway("answer"));
          else parts.push(part);
        });
        response.on("end", () => {
          clearTimeout(over);
          resolve(readAnswer(response.statusCode ?? 0, response.headers["retry-after"], Buffer.concat(parts)));
        });
        response.on("error", (cause) => asked.destroy(cause));
      });
      asked.end(body);
    });
  return { post, close: () => agent.destroy() };
}

function about(body: Buffer): Record<string, string> {
  return { "content-type": "application/octet-stream", "content-length": String(body.length) };
}

function readAnswer(status: number, retryAfter: string | undefined, text: Buffer): PortalAnswer {
  let body: unknown = null;
  try {
    body = JSON.parse(text.toString("utf8"));
  } catch {
    // An answer of something that stands before the portal: its status tells enough.
  }
  const refused = RefusedAnswer.safeParse(body);
  const seconds = Number(retryAfter);
  return {
    status,
    body,
    refused: refused.success ? refused.data.refused : null,
    retryAfterSeconds:
      retryAfter !== undefined && Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 900) : null,
  };
}

interface Place {
  readonly hostname: string;
  readonly port: number;
  readonly trust: readonly Trust[];
  readonly onTrusted: ((by: Trust) => void) | undefined;
}

class TrustingAgent extends Agent {
  readonly #place: Place;

  constructor(place: Place) {
    super({ keepAlive: true, maxSockets: 2, timeout: ANSWER_MS });
    this.#place = place;
  }

  override createConnection(_options: unknown, ready?: (error: Error | null, stream: Duplex) => void): null {
    const { hostname: host, port, trust, onTrusted } = this.#place;
    // Judged below, before a byte is sent: by authority with the name, or by the key.
    const socket = connect({
      host,
      port,
      servername: /[a-z]/i.test(host) ? host : "",
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
    });
    const timer = setTimeout(() => socket.destroy(new PortalAway("timed-out")), CONNECT_MS);
    const fail = (error: Error) => {
      clearTimeout(timer);
      ready?.(error instanceof PortalAway ? error : new PortalAway("unreachable", error), socket);
    };
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      const by = trust.find((one) => isMeant(socket, one));
      if (by === undefined) {
        socket.on("error", () => undefined);
        socket.destroy();
        ready?.(new PortalAway("another-key"), socket);
        return;
      }
      onTrusted?.(by);
      ready?.(null, socket);
    });
    return null;
  }
}

function isMeant(socket: TLSSocket, trust: Trust): boolean {
  if (trust.by === "authority") return socket.authorized;
  const shown = socket.getPeerX509Certificate();
  return shown !== undefined && pinText(keyPin(new X509Certificate(shown.raw))) === trust.pin;
}
