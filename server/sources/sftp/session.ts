import type { ClientErrorExtensions, SFTPWrapper } from "ssh2";
import SftpClient from "ssh2-sftp-client";
import type { Credentials } from "../credentials/credential.ts";
import type { Machine } from "../machine/machine.ts";
import { reach } from "../machine/reach.ts";
import { SourceTrouble } from "../problem.ts";
import type { Pin } from "../transport.ts";
import { algorithms } from "./algorithms.ts";
import { pinOf } from "./host-key.ts";
import type { SftpSettings } from "./settings.ts";
import { signInBy } from "./sign-in.ts";

export interface SessionOptions {
  readonly settings: SftpSettings;
  readonly credentials: Credentials;
  readonly machine: Machine;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that an answer may take. */
  readonly answerMs?: number;
  /** Told of the server's key before anything is sent to it; false ends the connection there. */
  accepts(pin: Pin): boolean;
}

/**
 * One connection, made by the client; what is read through it are single questions to the server, since places of files that
 * stay open, listings in pieces and a limit of time for each question are not among the client's verbs. Whatever is asked of it comes to an end: with an answer, or with a SourceTrouble. */
export interface SftpSession {
  readonly isOpen: boolean;
  /** Throws SftpStatus for an answer that says no, SourceTrouble when there is none. */
  ask<T>(question: (sftp: SFTPWrapper, answer: Answer<T>) => void): Promise<T>;
  close(): void;
}

type Answer<T> = (error: Error | undefined | null, value?: T) => void;

/** What the server said to one question; the connection stands. */
export class SftpStatus extends Error {
  override readonly name = "SftpStatus";
  readonly status: number;

  constructor(status: number) {
    // The server's own words may hold a path.
    super(`SFTP status ${status}`);
    this.status = status;
  }
}

export const STATUS = { eof: 1, missing: 2, refused: 3 } as const;

const READY_MS = 20_000;
const ANSWER_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;

const HABITS = { readyTimeout: READY_MS, keepaliveInterval: KEEP_ALIVE_MS, keepaliveCountMax: 3 };

/** Throws SourceTrouble. */
export async function openSession(options: SessionOptions): Promise<SftpSession> {
  const { settings, machine, signal, answerMs = ANSWER_MS } = options;
  // What cannot be used is found out before anybody is bothered.
  const signIn = await signInBy(settings, options.credentials);
  const sock = await reach(machine, settings, { signal });
  const client = new SftpClient("gallra", { error: () => undefined, end: () => undefined, close: () => undefined });
  let lost: SourceTrouble | null = null;
  const waiting = new Set<(trouble: SourceTrouble) => void>();
  const lose = (trouble: SourceTrouble) => {
    lost ??= trouble;
    // With its socket the client is gone; what it says of that goes nowhere.
    sock.destroy();
    for (const fail of waiting) fail(lost);
    waiting.clear();
  };
  let denied = false;
  const judge = (key: Buffer) => {
    denied = !options.accepts(pinOf(key));
    return !denied;
  };
  client.on("error", (cause: Error & ClientErrorExtensions) => lose(troubleOf(cause, denied)));
  client.on("close", () => lose(new SourceTrouble("unreachable")));
  signal?.addEventListener("abort", () => lose(new SourceTrouble("timed-out")), { once: true });
  const settle = <T>(work: (answer: Answer<T>) => void, ms: number): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (lost !== null) return reject(lost);
      const timer = setTimeout(() => lose(new SourceTrouble("timed-out")), ms);
      const fail = (error: Error) => {
        clearTimeout(timer);
        waiting.delete(fail);
        reject(error);
      };
      waiting.add(fail);
      try {
        work((error, value) => {
          if (error) return fail(statusOf(error) ?? lost ?? new SourceTrouble("protocol-broken", error));
          clearTimeout(timer);
          waiting.delete(fail);
          resolve(value as T);
        });
      } catch (error) {
        fail(new SourceTrouble("unreachable", error));
      }
    });
  try {
    const sftp = await settle<SFTPWrapper>(
      (answer) => {
        signIn.listen(client);
        client
          .connect({ ...signIn.config, ...HABITS, sock, ...serverOf(settings), hostVerifier: judge })
          // Its words may hold the server's; what they mean has been told to the listener above.
          .then(
            (wrapper) => answer(null, wrapper),
            () => answer(new Error("refused")),
          );
      },
      Math.min(READY_MS, answerMs),
    );
    sftp.on("error", (cause: Error) => lose(new SourceTrouble("protocol-broken", cause)));
    sftp.on("close", () => lose(new SourceTrouble("unreachable")));
    return {
      get isOpen() {
        return lost === null;
      },
      ask: (question) => settle((answer) => question(sftp, answer), answerMs),
      close: () => lose(new SourceTrouble("unreachable")),
    };
  } catch (error) {
    lose(error instanceof SourceTrouble ? error : new SourceTrouble("protocol-broken", error));
    throw lost ?? error;
  }
}

function serverOf({ user, oldAlgorithms }: SftpSettings) {
  return { username: user, algorithms: algorithms(oldAlgorithms) };
}

function statusOf(error: Error): SftpStatus | null {
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? new SftpStatus(code) : null;
}

function troubleOf(cause: Error & ClientErrorExtensions, denied: boolean): SourceTrouble {
  if (denied) return new SourceTrouble("pin-changed");
  if (cause.level === "client-authentication") return new SourceTrouble("wrong-credentials");
  if (cause.level === "client-timeout") return new SourceTrouble("timed-out");
  if (cause.level === "client-socket") return new SourceTrouble("unreachable", cause);
  if (cause.message === "Keepalive timeout") return new SourceTrouble("timed-out");
  return new SourceTrouble(/^Connection lost before handshake/.test(cause.message) ? "unreachable" : "protocol-broken");
}
