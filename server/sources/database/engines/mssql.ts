import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Connection, ConnectionConfiguration } from "tedious";
import { AppError } from "../../../domain/app-error.ts";
import { fingerprintOf } from "../../http/secure.ts";
import { reach } from "../../machine/reach.ts";
import { type SourceProblem, SourceTrouble } from "../../problem.ts";
import { type Cell, cellOf } from "../row-frames.ts";
import type { Select } from "../select.ts";
import {
  type ConnectOptions,
  type DatabaseConnection,
  type Engine,
  limitBytes,
  type Rows,
  STATEMENT_MS,
} from "./engine.ts";

/** Microsoft SQL Server 2012 and newer. */
export const mssql: Engine = {
  port: 1433,
  dialect: {
    quote: (name) => `[${name.replaceAll("]", "]]")}]`,
    // Sent as text and turned into the column's own kind by the server: no fraction of a second is lost on the way.
    value: (n) => `@v${n}`,
    text: (column) => `convert(nvarchar(200), ${column}, 126)`,
    limit: "top",
  },
  connect,
};

async function connect(options: ConnectOptions): Promise<DatabaseConnection> {
  const { settings, trust, port, machine, signal } = options;
  const tedious = await import("tedious");
  if (trust.by === "pin" && settings.encryption === "tls" && trust.pin === null) throw new SourceTrouble("pin-missing");
  const socket = await reach(machine, { host: settings.host, port }, { signal });
  const limit = limitBytes(socket);
  let refused: SourceTrouble | null = null;
  const connection = new tedious.Connection(configuration(options, socket));
  connection.on("error", () => undefined);
  const close = async () => {
    limit.stop();
    connection.close();
    socket.destroy();
  };
  const told = (cause: unknown): AppError => {
    if (refused !== null) return refused;
    if (limit.isOver()) return new SourceTrouble("answer-too-large");
    const inner = (cause as { cause?: unknown } | null)?.cause;
    if (inner instanceof AppError) return inner;
    return cause instanceof AppError ? cause : new SourceTrouble(problemOf(cause), cause);
  };
  await new Promise<void>((resolve, reject) => {
    const end = () => void close().then(() => reject(refused ?? new SourceTrouble("unreachable")));
    // The password is sent after this; a socket that is gone takes none, and the client would wait for what it says of that.
    connection.on("secure", (secured: TLSSocket) => {
      if (trust.by !== "pin" || fingerprintOf(secured.getPeerCertificate()) === trust.pin) return;
      refused = new SourceTrouble("pin-changed");
      socket.destroy();
      end();
    });
    signal.addEventListener("abort", end, { once: true });
    connection.connect((error) => {
      signal.removeEventListener("abort", end);
      if (error == null) resolve();
      else void close().then(() => reject(told(error)));
    });
  });
  return {
    async read(select, most) {
      limit.reset();
      const tooMany = () => void socket.destroy();
      return await ask(tedious, connection, select, { most, tooMany }).catch((error: unknown) => {
        throw told(error);
      });
    },
    close,
  };
}

function configuration(
  { settings, credentials, trust, port }: ConnectOptions,
  socket: Socket,
): ConnectionConfiguration {
  return {
    server: settings.host,
    authentication: { type: "default", options: { userName: settings.user, password: credentials["password"] ?? "" } },
    options: {
      port,
      database: settings.database,
      // Some servers send their clients to another one: this is the one that was asked for, once.
      connector: once(socket),
      encrypt: settings.encryption === "tls",
      trustServerCertificate: trust.by === "pin",
      connectTimeout: 15_000,
      requestTimeout: STATEMENT_MS,
      readOnlyIntent: true,
      appName: "gallra",
      maxRetriesOnTransientErrors: 0,
      useUTC: true,
    },
  };
}

function once(socket: Socket): () => Promise<Socket> {
  let given = false;
  return async () => {
    if (given) throw new SourceTrouble("redirected");
    given = true;
    return socket;
  };
}

/** By sp_executesql, so that values travel beside the text; in a transaction that is always taken back. */
async function ask(
  tedious: typeof import("tedious"),
  connection: Connection,
  { sql, values }: Select,
  { most, tooMany }: { readonly most: number; tooMany(): void },
): Promise<Rows> {
  await step((done) => connection.beginTransaction(done));
  let columns: string[] = [];
  const rows: Cell[][] = [];
  await step((done) => {
    const request = new tedious.Request(sql, done);
    for (const [i, value] of values.entries()) request.addParameter(`v${i + 1}`, tedious.TYPES.NVarChar, value);
    request.on("columnMetadata", (found) => {
      columns = (found as { colName: string }[]).map((column) => column.colName);
    });
    // A server that sends more than it was asked for fills no memory.
    request.on("row", (row) => (rows.length < most ? rows.push((row as MssqlValue[]).map(mssqlCell)) : tooMany()));
    connection.execSql(request);
  });
  await step((done) => connection.rollbackTransaction(done));
  return { columns, rows };
}

interface MssqlValue {
  readonly value: unknown;
  readonly metadata: { readonly type: { readonly name: string } };
}

/** The client makes a moment of a day, of a time of day and of a time with its zone: told as they are at the server. */
export function mssqlCell({ value, metadata }: MssqlValue): Cell {
  const cell = cellOf(value);
  if (!(value instanceof Date) || typeof cell !== "string") return cell;
  switch (metadata.type.name) {
    case "Date":
      return cell.slice(0, 10);
    case "Time":
      return cell.slice(11);
    case "DateTimeOffset":
      return `${cell}+00:00`;
    default:
      return cell;
  }
}

function step(work: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => (error == null ? resolve() : reject(error)));
  });
}

function problemOf(cause: unknown): SourceProblem {
  const { code = "", number = 0 } = (cause ?? {}) as { code?: string; number?: number };
  if (code === "ELOGIN" || number === 18_456) return "wrong-credentials";
  if (code === "ETIMEOUT") return "timed-out";
  if (code === "ESOCKET" || code === "ECLOSE" || code === "EINVALIDSTATE")
    return isUntrusted(cause) ? "certificate-invalid" : "unreachable";
  return code === "EREQUEST" ? "table-wrong" : "protocol-broken";
}

function isUntrusted(cause: unknown): boolean {
  const inner = (cause as { cause?: { code?: unknown } } | null)?.cause?.code;
  return typeof inner === "string" && /CERT|SELF_SIGNED|UNABLE_TO_|ISSUER/.test(inner);
}
