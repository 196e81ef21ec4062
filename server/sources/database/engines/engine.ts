import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Credentials } from "../../credentials/credential.ts";
import type { Trust } from "../../http/secure.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Cell } from "../row-frames.ts";
import type { Dialect, Select } from "../select.ts";
import type { DatabaseSettings } from "../settings.ts";

/** A kind of database. It speaks by a socket that was opened for it, and opens none itself. */
export interface Engine {
  readonly dialect: Dialect;
  readonly port: number;
  /** Says what the protocol says before TLS begins on a connection; absent where the driver opens its own. Throws SourceTrouble. */
  prepareTls?(socket: Socket): Promise<Duplex>;
  /** Throws SourceTrouble. */
  connect(options: ConnectOptions): Promise<DatabaseConnection>;
}

export interface ConnectOptions {
  readonly settings: DatabaseSettings;
  readonly credentials: Credentials;
  readonly machine: Machine;
  readonly trust: Trust;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** One connection, which reads and cannot write where the database can promise that. */
export interface DatabaseConnection {
  /** No more than `rows` of them. Throws SourceTrouble. */
  read(select: Select, rows: number): Promise<Rows>;
  close(): Promise<void>;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const STATEMENT_MS = 60_000;
/** What one page may bring over the wire: a column that holds films must not fill the memory. */
const PAGE_BYTES = 67_108_864;

/** Ends a connection that brings too much for one page; `reset` before each. */
export function limitBytes(socket: { readonly bytesRead: number; destroy(): unknown }): {
  reset(): void;
  isOver(): boolean;
  stop(): void;
} {
  let from = socket.bytesRead;
  let over = false;
  const timer = setInterval(() => {
    if (socket.bytesRead - from <= PAGE_BYTES) return;
    over = true;
    socket.destroy();
  }, 25);
  timer.unref();
  return {
    reset: () => {
      from = socket.bytesRead;
    },
    isOver: () => over,
    stop: () => clearInterval(timer),
  };
}
