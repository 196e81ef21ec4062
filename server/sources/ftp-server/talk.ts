import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { SecureContext } from "node:tls";
import type { Callers } from "../uploads/callers.ts";
import type { Desk } from "../uploads/desk.ts";
import type { DataPort } from "./data-port.ts";
import type { FtpMember } from "./member.ts";

export interface ControlOptions {
  readonly members: ReadonlySet<FtpMember>;
  readonly callers: Callers;
  readonly security: "explicit" | "implicit" | "none";
  /** What is shown now; null without encryption. */
  secureContext(): Promise<SecureContext | null>;
}

/** One control connection, as its commands see it. */
export interface Control {
  readonly options: ControlOptions;
  /** The connection as the network sees it. */
  readonly socket: Socket;
  readonly sender: string;
  stream: Socket;
  secured: boolean;
  user: string;
  member: FtpMember | null;
  desk: Desk | null;
  folder: string;
  restart: number;
  renaming: string | null;
  data: DataPort | null;
  dataSecured: boolean;
  wrong: number;
  /** Ends the transfer under way. */
  abort: (() => void) | null;
  say(code: number, text: string): void;
  /** Lines between the first and the last one. */
  sayLines(code: number, first: string, lines: readonly string[], last: string): void;
  welcome(member: FtpMember): void;
  secure(): Promise<void>;
  end(): void;
}

/**
 * A file ends with its connection, and so does that of a program that is killed. Whoever sent all of it waits for the answer: if the
 * control connection goes in the same moment, it is no whole file.
 */
export async function isStillThere({ socket }: Control): Promise<boolean> {
  await wait(LOOK_BACK_MS);
  return !socket.destroyed;
}

const LOOK_BACK_MS = 200;
