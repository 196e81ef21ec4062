import type { Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { isIP } from "node:net";
import { FTPError } from "basic-ftp";
import { fingerprintOf } from "../http/secure.ts";
import type { Machine } from "../machine/machine.ts";
import { reach } from "../machine/reach.ts";
import { SourceTrouble } from "../problem.ts";
import { addressOf, asTrouble, FtpRefusal, type FtpSession, trustOf } from "./session.ts";
import type { FtpSettings } from "./settings.ts";

/** Bytes on their way. */
export interface Download {
  /** The next bytes; null once the server has confirmed that it has sent them all. */
  next(): Promise<Buffer | null>;
  /** Repeatable. What has not come is given up; the control connection stands, or is closed. */
  end(): Promise<void>;
}

interface Place {
  readonly machine: Machine;
  readonly settings: FtpSettings;
}

/**
 * Begins one transfer. `restart`: from that byte on. Throws FtpRefusal before it has begun, SourceTrouble for what breaks it:
 * an end that the server has not confirmed is none.
 */
export async function download(place: Place, session: FtpSession, command: string, restart = 0): Promise<Download> {
  await session.transfer?.end();
  const data = await dataConnection(place, session);
  const failed = new Promise<never>((_, reject) => {
    data.once("error", (cause) =>
      reject(cause instanceof SourceTrouble ? cause : new SourceTrouble("unreachable", cause)),
    );
  });
  failed.catch(() => undefined);
  try {
    if (restart > 0) await session.ask(`REST ${restart}`);
    const { begun, done } = send(session, command);
    done.catch(() => undefined);
    await Promise.race([begun, failed]);
    return started(session, data, done, failed);
  } catch (error) {
    data.destroy();
    throw error;
  }
}

/** `begun` when the server says that bytes come, `done` when it says that all have. */
function send({ context }: FtpSession, command: string): { begun: Promise<undefined>; done: Promise<undefined> } {
  const { promise: begun, resolve, reject } = Promise.withResolvers<undefined>();
  const done = context
    .handle(command, (reply, task) => {
      if (reply instanceof Error) task.reject(reply);
      else if (reply.code < 200) {
        // Data may flow for hours while the control connection is silent.
        context.socket.setTimeout(0);
        resolve(undefined);
      } else if (reply.code < 300) {
        resolve(undefined);
        task.resolve(undefined);
      } else task.reject(new FTPError(reply));
    })
    .then(() => undefined, asTrouble);
  done.catch(reject);
  return { begun, done };
}

function started(session: FtpSession, data: Socket, done: Promise<undefined>, failed: Promise<never>): Download {
  const chunks = data[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { context, answerMs } = session;
  let over = false;
  const within = async <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SourceTrouble("timed-out")), answerMs);
    });
    return await Promise.race([work, late, failed]).finally(() => clearTimeout(timer));
  };
  const lose = (error: unknown): never => {
    over = true;
    data.destroy();
    session.transfer = null;
    context.close();
    throw error instanceof SourceTrouble ? error : new SourceTrouble("unreachable", error);
  };
  const download: Download = {
    async next() {
      if (over) return null;
      const chunk = await within(chunks.next()).catch(lose);
      if (chunk.done !== true) return chunk.value;
      await within(done).catch(lose);
      over = true;
      data.destroy();
      session.transfer = null;
      return null;
    },
    async end() {
      if (over) return;
      over = true;
      session.transfer = null;
      data.destroy();
      // It is told that nobody listens; what it says to that is of no interest, but must have been said.
      await within(
        done.catch((error: unknown) => (error instanceof FtpRefusal ? undefined : Promise.reject(error))),
      ).catch(() => context.close());
    },
  };
  session.transfer = download;
  return download;
}

/** To the address of the control connection, whatever the server names: only the port is its to say. */
async function dataConnection({ machine, settings }: Place, session: FtpSession): Promise<Socket> {
  const port = await passivePort(session);
  const peer = { host: addressOf(session), port };
  const socket = await reach(machine, peer, { timeoutMs: session.answerMs });
  return settings.security === "none" ? socket : over(socket, settings, session);
}

/** Some servers begin TLS before the command, some after it: nobody waits for it here, and nothing is read before it stands. */
function over(socket: Socket, settings: FtpSettings, { context }: FtpSession): TLSSocket {
  const { host } = settings;
  const control = context.socket as TLSSocket;
  const session = context.tlsSessionStore ?? control.getSession();
  const secured = connectTls({
    socket,
    host,
    minVersion: "TLSv1.2",
    ...(isIP(host) > 0 ? {} : { servername: host }),
    ...(session === undefined ? {} : { session }),
    // Compared below with what the control connection has shown, which was believed.
    rejectUnauthorized: settings.trust === "name",
  });
  secured.on("session", (next) => {
    context.tlsSessionStore = next;
  });
  const accepted = acceptedBy(control, settings);
  secured.once("secureConnect", () => {
    if (secured.isSessionReused() || fingerprintOf(secured.getPeerCertificate()) === accepted) return;
    secured.destroy(new SourceTrouble("pin-changed"));
  });
  return secured;
}

function acceptedBy(control: TLSSocket, settings: FtpSettings): string {
  const trust = trustOf(settings);
  return trust.by === "pin" ? (trust.pin ?? "") : fingerprintOf(control.getPeerCertificate());
}

async function passivePort(session: FtpSession): Promise<number> {
  const extended = await session.ask("EPSV").catch((error: unknown) => {
    if (error instanceof FtpRefusal && error.code >= 500) return null;
    throw error;
  });
  const port = extended === null ? plainPort((await session.ask("PASV")).message) : extendedPort(extended.message);
  if (!(port > 0 && port <= 65_535)) throw new SourceTrouble("protocol-broken");
  return port;
}

function extendedPort(message: string): number {
  return Number(/\((.)\1\1(\d{1,5})\1\)/.exec(message)?.[2] ?? Number.NaN);
}

function plainPort(message: string): number {
  const [, high, low] = /\d{1,3},\d{1,3},\d{1,3},\d{1,3},(\d{1,3}),(\d{1,3})/.exec(message) ?? [];
  return Number(high) * 256 + Number(low);
}
