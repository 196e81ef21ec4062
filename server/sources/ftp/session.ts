import type { Socket } from "node:net";
import { FTPContext, FTPError, type FTPResponse } from "basic-ftp";
import type { Credentials } from "../credentials/credential.ts";
import { secure, showCertificate, type Trust } from "../http/secure.ts";
import type { Machine } from "../machine/machine.ts";
import { reach } from "../machine/reach.ts";
import { SourceTrouble } from "../problem.ts";
import type { Pin } from "../transport.ts";
import type { FtpSettings } from "./settings.ts";

export interface SessionOptions {
  readonly settings: FtpSettings;
  readonly credentials: Credentials;
  readonly machine: Machine;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that an answer, or the next bytes of a file, may take. */
  readonly answerMs?: number;
}

/** A control connection that has signed in. One thing is asked at a time. */
export interface FtpSession {
  readonly isOpen: boolean;
  /** What the server says it can. */
  readonly features: ReadonlySet<string>;
  /** The folder as the server calls it. */
  readonly folder: string;
  readonly answerMs: number;
  /** Throws FtpRefusal for an answer that says no, SourceTrouble when there is none. */
  ask(command: string): Promise<FTPResponse>;
  readonly context: FTPContext;
  /** Ends whatever is being transferred, so that something else can be asked. */
  transfer: { end(): Promise<void> } | null;
  close(): void;
}

/** What the server said to one question; the connection stands. Its words are left out: they may hold a path. */
export class FtpRefusal extends Error {
  override readonly name = "FtpRefusal";
  readonly code: number;

  constructor(code: number) {
    super(`FTP reply ${code}`);
    this.code = code;
  }
}

export const ANSWER_MS = 30_000;

/** Throws SourceTrouble. */
export async function openSession(options: SessionOptions): Promise<FtpSession> {
  const { settings, credentials, answerMs = ANSWER_MS } = options;
  const password = credentials["password"];
  if (password === undefined) throw new SourceTrouble("no-credentials");
  const context = await connected(options, trustOf(settings));
  options.signal?.addEventListener("abort", () => context.close(), { once: true });
  const ask = (command: string) => context.request(command).catch(asTrouble);
  try {
    await signIn(context, settings.user, password);
    const features = featuresOf(await ask("FEAT").catch(unlessRefused));
    if (settings.security !== "none") {
      await ask("PBSZ 0").catch(unlessRefused);
      // Without it files would come in clear text.
      await ask("PROT P").catch(asBroken);
    }
    await ask("TYPE I").catch(asBroken);
    await ask("OPTS UTF8 ON").catch(unlessRefused);
    const folder = await enter(ask, settings.folder);
    const session: FtpSession = {
      context,
      features,
      folder,
      answerMs,
      transfer: null,
      get isOpen() {
        return !context.closed;
      },
      async ask(command) {
        await session.transfer?.end();
        return await ask(command);
      },
      close: () => context.close(),
    };
    return session;
  } catch (error) {
    context.close();
    throw error instanceof FtpRefusal ? new SourceTrouble("protocol-broken", error) : error;
  }
}

/** The certificate, before anything but a greeting was said. Null where there is none. Throws SourceTrouble. */
export async function certificateOf(options: SessionOptions): Promise<Pin | null> {
  const { settings, machine, signal, answerMs = ANSWER_MS } = options;
  if (settings.security === "none") return null;
  const socket = await reach(machine, settings, { signal });
  if (settings.security === "implicit") return await showCertificate(socket, settings.host);
  const context = new FTPContext(answerMs);
  context.socket = socket;
  try {
    await greeting(context);
    await context.request("AUTH TLS").catch(asBroken);
    return await showCertificate(socket, settings.host);
  } finally {
    context.close();
  }
}

export function trustOf({ trust, pin }: Pick<FtpSettings, "trust" | "pin">): Trust {
  return trust === "name" ? { by: "authority" } : { by: "pin", pin: pin ?? null };
}

async function connected({ settings, machine, signal, answerMs }: SessionOptions, trust: Trust): Promise<FTPContext> {
  if (settings.security !== "none" && trust.by === "pin" && trust.pin === null) throw new SourceTrouble("pin-missing");
  const socket = await reach(machine, settings, { signal });
  const context = new FTPContext(answerMs ?? ANSWER_MS);
  try {
    context.socket = settings.security === "implicit" ? await secure(socket, settings.host, trust, answerMs) : socket;
    await greeting(context);
    if (settings.security === "explicit") {
      const { code } = await context.request("AUTH TLS").catch(asBroken);
      if (code !== 234 && code !== 334) throw new SourceTrouble("protocol-broken");
      context.socket = await secure(socket, settings.host, trust, answerMs);
    }
    return context;
  } catch (error) {
    context.close();
    socket.destroy();
    throw error;
  }
}

async function greeting(context: FTPContext): Promise<void> {
  await context
    .handle(undefined, (reply, task) => {
      if (reply instanceof Error) task.reject(reply);
      else if (reply.code >= 200) task.resolve(undefined);
    })
    .catch(asTrouble)
    .catch(asBusy);
}

async function signIn(context: FTPContext, user: string, password: string): Promise<void> {
  if (/[\r\n\0]/.test(password)) throw new SourceTrouble("no-credentials");
  await context
    .handle(`USER ${user}`, (reply, task) => {
      if (reply instanceof Error) task.reject(reply);
      else if (reply.code === 331) context.send(`PASS ${password}`);
      else if (reply.code >= 200 && reply.code < 300) task.resolve(undefined);
      else task.reject(new FTPError(reply));
    })
    .catch(asTrouble)
    .catch((error: unknown) => {
      if (error instanceof FtpRefusal && error.code < 500 && error.code !== 430) return asBusy(error);
      throw error instanceof FtpRefusal ? new SourceTrouble("wrong-credentials", error) : error;
    });
}

function featuresOf(reply: FTPResponse | null): ReadonlySet<string> {
  const lines = reply?.message.split(/\r?\n/).slice(1, -1) ?? [];
  return new Set(lines.map((line) => (line.trim().split(" ")[0] ?? "").toUpperCase()));
}

async function enter(ask: (command: string) => Promise<FTPResponse>, folder: string): Promise<string> {
  await ask(`CWD ${folder}`).catch((error: unknown) => {
    throw error instanceof FtpRefusal ? new SourceTrouble("folder-missing", error) : error;
  });
  const reply = await ask("PWD").catch(unlessRefused);
  const path = /"((?:[^"]|"")+)"/.exec(reply?.message ?? "")?.[1]?.replaceAll('""', '"');
  return path !== undefined && !/\p{Cc}/u.test(path) ? path : folder;
}

/** What hinders the connection, as opposed to a reply that says no. */
export function asTrouble(error: unknown): never {
  if (error instanceof FTPError) throw new FtpRefusal(error.code);
  if (error instanceof SourceTrouble || error instanceof FtpRefusal) throw error;
  const text = error instanceof Error ? error.message : "";
  throw new SourceTrouble(/timeout/i.test(text) ? "timed-out" : "unreachable", error);
}

function asBusy(error: unknown): never {
  throw error instanceof FtpRefusal ? new SourceTrouble("unreachable", error) : error;
}

function asBroken(error: unknown): never {
  if (error instanceof FTPError || error instanceof FtpRefusal) throw new SourceTrouble("protocol-broken", error);
  return asTrouble(error);
}

export function unlessRefused(error: unknown): null {
  if (error instanceof FtpRefusal) return null;
  throw error;
}

/** Where data connections go: the machine that the control connection stands with, and no other. */
export function addressOf({ context }: Pick<FtpSession, "context">): string {
  const address = (context.socket as Socket).remoteAddress;
  if (address === undefined) throw new SourceTrouble("unreachable");
  return address;
}
