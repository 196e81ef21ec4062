import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Connection, ConnectionOptions } from "mysql2";
import { AppError } from "../../../domain/app-error.ts";
import { secure } from "../../http/secure.ts";
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
import { firstAnswer } from "./first-answer.ts";

/** MySQL and MariaDB. */
export const mysql: Engine = {
  port: 3306,
  dialect: {
    quote: (name) => `\`${name.replaceAll("`", "``")}\``,
    // A number that is sent as text would be compared as a fraction, and large ones would be taken for one another.
    value: (_n, kind) => (kind === "number" ? "cast(? as signed)" : "?"),
    text: (column) => `cast(${column} as char)`,
    limit: "limit",
  },
  prepareTls,
  connect,
};

/** What the client does when the server agrees to TLS, and what it works with; of version 3.24.6. */
interface Upgrading {
  stream: Duplex;
  startTLS(done: (error?: Error) => void): void;
  readonly packetParser: { execute(data: Buffer): void };
  _handleNetworkError(error: Error): void;
}

async function connect(options: ConnectOptions): Promise<DatabaseConnection> {
  const { settings, credentials, machine, port, signal } = options;
  const { createConnection } = await import("mysql2");
  const socket = await reach(machine, { host: settings.host, port }, { signal });
  const limit = limitBytes(socket);
  const end = () => socket.destroy();
  signal.addEventListener("abort", end, { once: true });
  let refused: unknown = null;
  const connection = createConnection({
    ...FIXED,
    stream: () => socket,
    host: settings.host,
    port,
    user: settings.user,
    password: credentials["password"] ?? "",
    database: settings.database,
    ...(settings.encryption === "tls" ? { ssl: {} } : {}),
  });
  connection.on("error", () => undefined);
  upgradeBy(connection as unknown as Upgrading, socket, options, (error) => {
    refused = error;
  });
  const close = async () => {
    limit.stop();
    signal.removeEventListener("abort", end);
    connection.destroy();
    socket.destroy();
  };
  const asked = connection.promise();
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      if (refused instanceof AppError) throw refused;
      if (limit.isOver()) throw new SourceTrouble("answer-too-large");
      throw cause instanceof AppError ? cause : new SourceTrouble(problemOf(cause), cause);
    }
  };
  try {
    await told(asked.connect());
    await limitTime(asked);
    await told(asked.query("set session transaction read only"));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async read({ sql, values }, most) {
      limit.reset();
      return await told(
        (async () => {
          await asked.query("start transaction read only");
          const found = await rowsOf(connection, { sql, values }, { most, tooMany: () => socket.destroy() });
          await asked.query("rollback");
          return found;
        })(),
      );
    },
    close,
  };
}

/** Row by row: a server that sends more than it was asked for fills no memory. */
async function rowsOf(
  connection: Connection,
  { sql, values }: Select,
  { most, tooMany }: { readonly most: number; tooMany(): unknown },
): Promise<Rows> {
  return await new Promise((resolve, reject) => {
    let columns: string[] = [];
    const rows: Cell[][] = [];
    connection
      .execute({ sql, rowsAsArray: true, timeout: STATEMENT_MS + 5_000 }, [...values])
      .on("fields", (fields: readonly { readonly name: string }[] | undefined) => {
        columns = (fields ?? []).map((field) => field.name);
      })
      .on("result", (row: unknown) => {
        if (!Array.isArray(row)) return;
        if (rows.length < most) rows.push(row.map(cellOf));
        else tooMany();
      })
      .on("error", reject)
      .on("end", () => resolve({ columns, rows }));
  });
}

const CLIENT_SSL = 0x0800;
const PLAIN_FLAGS = 0x000a_8201 | CLIENT_SSL;

/** Reads the server's greeting and asks for TLS (protocol 4.1, SSLRequest). Only a test needs it: nobody is named. */
async function prepareTls(socket: Socket): Promise<Socket> {
  const greeting = await firstAnswer(socket);
  // Version 10, then its name up to NUL, eight bytes and nine more; 0xff is a refusal in its place.
  const flagsAt = greeting[4] === 10 ? greeting.indexOf(0, 5) + 14 : -1;
  const isWhole = flagsAt >= 14 && flagsAt + 2 <= greeting.length;
  if (!isWhole || (greeting.readUInt16LE(flagsAt) & CLIENT_SSL) === 0) {
    socket.destroy();
    throw new SourceTrouble("protocol-broken");
  }
  const request = Buffer.alloc(36);
  request.writeUInt8(32, 0);
  request.writeUInt8(1, 3);
  request.writeUInt32LE(PLAIN_FLAGS, 4);
  request.writeUInt32LE(0x0100_0000, 8);
  request.writeUInt8(45, 12);
  socket.write(request);
  return socket;
}

/** The client's own upgrade would say who we are before a certificate could be compared with the accepted one. */
function upgradeBy(
  client: Upgrading,
  socket: Socket,
  { settings, trust }: ConnectOptions,
  onRefused: (error: unknown) => void,
): void {
  client.startTLS = (done) => {
    client.stream.removeAllListeners("data");
    secure(socket, settings.host, trust).then(
      (secured) => {
        client.stream = secured;
        secured.on("data", (data: Buffer) => client.packetParser.execute(data));
        secured.on("error", (error) => client._handleNetworkError(error));
        done();
      },
      (error: Error) => {
        onRefused(error);
        done(error);
      },
    );
  };
}

/** MariaDB counts seconds, MySQL milliseconds; each refuses the other's name. */
async function limitTime(asked: { query(sql: string): Promise<unknown> }): Promise<void> {
  await asked
    .query(`set session max_statement_time = ${STATEMENT_MS / 1_000}`)
    .catch(() => asked.query(`set session max_execution_time = ${STATEMENT_MS}`))
    .catch(() => undefined);
}

const FIXED: ConnectionOptions = {
  connectTimeout: 10_000,
  dateStrings: true,
  supportBigNumbers: true,
  bigNumberStrings: true,
  multipleStatements: false,
  charset: "utf8mb4",
  flags: ["-LOCAL_FILES"],
};

function problemOf(cause: unknown): SourceProblem {
  const code = String((cause as { code?: unknown } | null)?.code ?? "");
  if (/^ER_(ACCESS_DENIED|DBACCESS_DENIED|NOT_SUPPORTED_AUTH|ACCOUNT_|MUST_CHANGE)/.test(code))
    return "wrong-credentials";
  if (/TIMEOUT|QUERY_INTERRUPTED/.test(code) || code === "ETIMEDOUT") return "timed-out";
  if (/^(ECONN|EPIPE|PROTOCOL_CONNECTION_LOST|ER_CON_COUNT|ER_HOST|ER_SERVER_SHUTDOWN)/.test(code))
    return "unreachable";
  return code.startsWith("ER_") ? "table-wrong" : "protocol-broken";
}
