import type { Socket } from "node:net";
import postgres from "postgres";
import { AppError } from "../../../domain/app-error.ts";
import { secure } from "../../http/secure.ts";
import { reach } from "../../machine/reach.ts";
import { type SourceProblem, SourceTrouble } from "../../problem.ts";
import { type Cell, cellOf } from "../row-frames.ts";
import { type ConnectOptions, type DatabaseConnection, type Engine, limitBytes, STATEMENT_MS } from "./engine.ts";
import { firstAnswer } from "./first-answer.ts";

export const postgresql: Engine = {
  port: 5432,
  dialect: {
    quote: (name) => `"${name.replaceAll('"', '""')}"`,
    value: (n) => `$${n}`,
    text: (column) => `${column}::text`,
    limit: "limit",
  },
  prepareTls,
  connect,
};

async function connect(options: ConnectOptions): Promise<DatabaseConnection> {
  const { settings, credentials, machine, trust, port, signal } = options;
  const plain = await reach(machine, { host: settings.host, port }, { signal });
  const limit = limitBytes(plain);
  const end = () => plain.destroy();
  signal.addEventListener("abort", end, { once: true });
  const socket = settings.encryption === "tls" ? await secure(await prepareTls(plain), settings.host, trust) : plain;
  let given = false;
  const sql = postgres({
    // One socket, once: a client that would connect again finds none.
    socket: async () => {
      if (given) throw new SourceTrouble("unreachable");
      given = true;
      return socket;
    },
    ssl: false,
    host: settings.host,
    port,
    database: settings.database,
    username: settings.user,
    password: credentials["password"] ?? "",
    max: 1,
    connect_timeout: 10,
    idle_timeout: 30,
    fetch_types: false,
    onnotice: () => undefined,
    types: { date: { to: 1184, from: [1082, 1083, 1114, 1184], serialize: asIs, parse: asIs } },
    connection: {
      application_name: "gallra",
      DateStyle: "ISO",
      statement_timeout: STATEMENT_MS,
      default_transaction_read_only: true,
    },
  } as postgres.Options<{ date: postgres.PostgresType<string> }>);
  return {
    async read({ sql: text, values }, most) {
      limit.reset();
      const rows: Cell[][] = [];
      // A server that sends more than it was asked for fills no memory.
      const take = (row: unknown[]) => void (rows.length < most ? rows.push(row.map(cellOf)) : plain.destroy());
      try {
        // Not by the client's own transactions: when a connection breaks in one, it writes the end of it to a socket that is gone, and
        // that error ends the process. Whoever is told of an error hangs up, and the server takes the transaction back.
        await sql.unsafe("begin read only");
        const asked = sql.unsafe(text, [...values], { prepare: true }).values();
        const found = await (asked as unknown as EachRow).forEach(take);
        await sql.unsafe("rollback");
        return { columns: (found as unknown as Named).columns.map((column) => column.name), rows };
      } catch (cause) {
        if (limit.isOver()) throw new SourceTrouble("answer-too-large");
        throw cause instanceof AppError ? cause : new SourceTrouble(problemOf(cause), cause);
      }
    },
    async close() {
      limit.stop();
      signal.removeEventListener("abort", end);
      await sql.end({ timeout: 1 }).catch(() => undefined);
      socket.destroy();
    },
  };
}

/** Rows as lists, one by one: the client has both, and its types have them apart. */
interface EachRow {
  forEach(take: (row: unknown[]) => void): Promise<unknown>;
}
interface Named {
  readonly columns: readonly { readonly name: string }[];
}

const asIs = (text: string) => text;

/** The client's own upgrade says who it is before a certificate could be compared; so it is done here (protocol 3.0, SSLRequest). */
async function prepareTls(socket: Socket): Promise<Socket> {
  socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]));
  const answer = await firstAnswer(socket);
  // One byte, and nothing behind it: what came along unencrypted must not be taken for a part of what is encrypted.
  if (answer.length === 1 && answer[0] === YES) return socket;
  socket.destroy();
  throw new SourceTrouble("protocol-broken");
}

const YES = 0x53;

function problemOf(cause: unknown): SourceProblem {
  const code = String((cause as { code?: unknown } | null)?.code ?? "");
  if (/^28|^(42501)$/.test(code)) return code === "42501" ? "table-wrong" : "wrong-credentials";
  if (/^(42|22|25|3D|3F)/.test(code)) return "table-wrong";
  if (code === "57014" || code === "CONNECT_TIMEOUT") return "timed-out";
  if (/^(ECONN|CONNECTION_|EPIPE|08|57P|53)/.test(code)) return "unreachable";
  return "protocol-broken";
}
