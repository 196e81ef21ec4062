import { type IncomingMessage, request as requestHttp } from "node:http";
import type { Duplex } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError } from "../../domain/app-error.ts";
import { reach } from "../machine/reach.ts";
import type { Machine } from "../machine/machine.ts";
import { SourceTrouble } from "../problem.ts";
import { secure, type Trust } from "./secure.ts";

export interface Question {
  readonly url: URL;
  readonly method: "GET" | "POST";
  /** Credentials among them: never in a message or a log. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What one question may cost. */
export interface Bounds {
  /** Of the answer, as sent and as unpacked. */
  readonly bytes: number;
  /** From the connection to the last byte of the answer. */
  readonly totalMs: number;
}

export const ANSWER_BYTES = 16_777_216;
export const ANSWER_MS = 60_000;
const HEADER_BYTES = 32_768;
/** Interim answers (RFC 9110, 15.2); without a bound they are read for as long as the question may take. */
const MOST_INTERIM = 20;

/**
 * One question by a connection of its own, to the very origin of `url`: no redirect is followed, no proxy asked, no cookie kept.
 * `plain`: whether http is accepted. Throws SourceTrouble.
 */
export async function ask(
  machine: Machine,
  { url, method, headers, body }: Question,
  how: {
    readonly trust: Trust;
    readonly plain: boolean;
    readonly signal?: AbortSignal | undefined;
    readonly bounds?: Bounds;
    /** Whether the answer counts by its status alone: its body is not read, and is empty. */
    readonly headOnly?: boolean;
  },
): Promise<Answer> {
  const { bytes, totalMs } = how.bounds ?? { bytes: ANSWER_BYTES, totalMs: ANSWER_MS };
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new SourceTrouble("timed-out")), totalMs);
  const stop = () => ending.abort(new SourceTrouble("unreachable", how.signal?.reason));
  how.signal?.addEventListener("abort", stop, { once: true });
  let connection: Duplex | null = null;
  try {
    how.signal?.throwIfAborted();
    connection = await connectTo(machine, url, how.trust, how.plain, ending.signal);
    const response = await send(
      connection,
      { url, method, headers, ...(body === undefined ? {} : { body }) },
      ending.signal,
    );
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: how.headOnly === true ? leave(response) : await readBody(response, bytes, ending.signal),
    };
  } catch (error) {
    if (ending.signal.aborted) throw ending.signal.reason;
    throw error instanceof AppError ? error : new SourceTrouble("protocol-broken", error);
  } finally {
    clearTimeout(timer);
    how.signal?.removeEventListener("abort", stop);
    connection?.destroy();
  }
}

async function connectTo(
  machine: Machine,
  url: URL,
  trust: Trust,
  plain: boolean,
  signal: AbortSignal,
): Promise<Duplex> {
  const isPlain = url.protocol === "http:";
  if (isPlain ? !plain : url.protocol !== "https:") throw new SourceTrouble("wrong-settings");
  if (url.username !== "" || url.password !== "") throw new SourceTrouble("wrong-settings");
  const { host, port } = peerOf(url);
  const socket = await reach(machine, { host, port }, { signal });
  return isPlain ? socket : await secure(socket, host, trust);
}

/** `[::1]` in a URL is ::1 to the network. */
export function peerOf(url: URL): { host: string; port: number } {
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return { host, port: url.port === "" ? (url.protocol === "http:" ? 80 : 443) : Number(url.port) };
}

async function send(connection: Duplex, question: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body } = question;
  return await new Promise((resolve, reject) => {
    const request = requestHttp(
      {
        method,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, "accept-encoding": "gzip", connection: "close", ...headers },
        // Only without an agent is this connection the one that is used: an agent, `false` too, makes its own.
        createConnection: () => connection,
        maxHeaderSize: HEADER_BYTES,
        signal,
      },
      resolve,
    );
    request.on("error", (cause: NodeJS.ErrnoException) =>
      reject(new SourceTrouble(isBroken(cause) ? "protocol-broken" : "unreachable", cause)),
    );
    let interim = 0;
    request.on("information", () => {
      if (++interim <= MOST_INTERIM) return;
      reject(new SourceTrouble("protocol-broken"));
      request.destroy();
    });
    // What asks to speak another protocol is not answered.
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new SourceTrouble("protocol-broken"));
    });
    request.end(body);
  });
}

function isBroken({ code = "" }: NodeJS.ErrnoException): boolean {
  return code.startsWith("HPE_");
}

function leave(response: IncomingMessage): Buffer {
  response.on("error", () => undefined);
  response.destroy();
  return Buffer.alloc(0);
}

async function readBody(response: IncomingMessage, bytes: number, signal: AbortSignal): Promise<Buffer> {
  const unpack = unpackerOf(response.headers["content-encoding"]);
  let sent = 0;
  response.on("data", (chunk: Buffer) => {
    sent += chunk.length;
    if (sent > bytes) response.destroy(new SourceTrouble("answer-too-large"));
  });
  const body = unpack === null ? response : response.pipe(unpack);
  if (unpack !== null) response.once("error", (error) => unpack.destroy(error));
  const end = () => body.destroy(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  const chunks: Buffer[] = [];
  let read = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read > bytes) throw new SourceTrouble("answer-too-large");
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const broken = cause as NodeJS.ErrnoException;
    throw new SourceTrouble(broken.code === "ECONNRESET" ? "unreachable" : "protocol-broken", cause);
  } finally {
    signal.removeEventListener("abort", end);
    response.destroy();
    unpack?.destroy();
  }
  // A connection that breaks leaves a part of the answer, which must not be taken for the whole.
  if (!response.complete) throw new SourceTrouble("unreachable");
  return Buffer.concat(chunks, read);
}

/** Small steps, so that a bomb is met before it has unfolded. */
const UNPACK = { chunkSize: 65_536 };

function unpackerOf(encoding: string | undefined) {
  switch ((encoding ?? "").trim().toLowerCase()) {
    case "":
    case "identity":
      return null;
    case "gzip":
    case "x-gzip":
      return createGunzip(UNPACK);
    case "deflate":
      return createInflate(UNPACK);
    case "br":
      return createBrotliDecompress(UNPACK);
    default:
      throw new SourceTrouble("protocol-broken");
  }
}
