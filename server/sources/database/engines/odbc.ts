import { createRequire } from "node:module";
import { join } from "node:path";
import type { Machine } from "../../machine/machine.ts";
import { SourceTrouble } from "../../problem.ts";
import { cellOf } from "../row-frames.ts";
import { type ConnectOptions, type DatabaseConnection, type Engine, STATEMENT_MS } from "./engine.ts";

/**
 * Whatever the machine has a driver for. The driver opens files and connections itself, so that only data sources that the operator
 * has set up and allowed to the company are reached, by name. Columns have plain names here: engines quote them differently.
 */
export const odbc: Engine = {
  port: 0,
  dialect: { quote: (name) => name, value: () => "?", text: (column) => column, limit: "asked" },
  connect,
};

/** What is used of the package `odbc` 2.6, which is there only where the operator has installed it. */
interface OdbcPackage {
  connect(options: {
    connectionString: string;
    connectionTimeout: number;
    loginTimeout: number;
  }): Promise<OdbcConnection>;
}
interface OdbcConnection {
  query(
    sql: string,
    values: readonly (string | number)[],
    options: { cursor: true; fetchSize: number; timeout: number },
  ): Promise<OdbcCursor>;
  beginTransaction(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}
interface OdbcCursor {
  fetch(): Promise<readonly Record<string, unknown>[] & { readonly columns?: readonly { readonly name: string }[] }>;
  close(): Promise<void>;
}

async function connect({ settings, credentials, machine }: ConnectOptions): Promise<DatabaseConnection> {
  const allowed = await machine.ports();
  if (!allowed.some((one) => one.kind === "device" && one.path === `odbc:${settings.dsn}`))
    throw new SourceTrouble("port-refused");
  const software = loadOdbc(machine);
  const parts = [`DSN=${settings.dsn}`, ...part("UID", settings.user), ...part("PWD", credentials["password"] ?? "")];
  const options = { connectionString: parts.join(";"), connectionTimeout: 10, loginTimeout: 10 };
  const connection = await inTime(software.connect(options), 20_000);
  return {
    async read({ sql, values }, rows) {
      await inTime(connection.beginTransaction(), 10_000);
      try {
        const options = { cursor: true, fetchSize: rows, timeout: STATEMENT_MS / 1_000 } as const;
        const typed = settings.cursorKind === "number" ? values.map(asNumber) : values;
        const cursor = await inTime(connection.query(sql, typed, options), STATEMENT_MS + 5_000);
        const found = await inTime(cursor.fetch(), STATEMENT_MS);
        await cursor.close();
        const columns = (found.columns ?? []).map((column) => column.name);
        return { columns, rows: found.slice(0, rows).map((row) => columns.map((name) => cellOf(row[name]))) };
      } finally {
        await connection.rollback().catch(() => undefined);
      }
    },
    close: () => connection.close().catch(() => undefined),
  };
}

/**
 * From the operator's packages, or from wherever the product finds its own. A package that is there and does not load lacks
 * unixODBC, or was compiled for another Node.
 */
function loadOdbc({ packages }: Machine): OdbcPackage {
  const places = [...(packages === undefined ? [] : [join(packages, "index.cjs")]), import.meta.url];
  for (const place of places) {
    try {
      return createRequire(place)(PACKAGE) as OdbcPackage;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw new SourceTrouble("no-software", cause);
    }
  }
  throw new SourceTrouble("no-software");
}

/** No constant of a call, so that nothing tries to find the package before it is wanted. */
const PACKAGE: string = "odbc";

/**
 * In braces, so that no sign of a password begins another setting. Some drivers, SQLite's among them, read on behind a semicolon all
 * the same, and open whatever file or server they are told there: such a value reaches no driver.
 */
function part(name: string, value: string): string[] {
  if (SEPARATES.test(value)) throw new SourceTrouble("no-credentials");
  return value === "" ? [] : [`${name}={${value}}`];
}

/** What begins or ends a setting for one driver or another. */
const SEPARATES = /[;{}\p{Cc}]/u;

function asNumber(text: string): string | number {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** What the driver says may repeat the connection string: only its state is looked at, and nothing of it is kept. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new SourceTrouble("timed-out")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof SourceTrouble) throw error;
    const { odbcErrors } = error as { odbcErrors?: readonly { readonly state?: string }[] };
    const state = odbcErrors?.[0]?.state ?? "";
    if (/^28/.test(state)) throw new SourceTrouble("wrong-credentials");
    if (/^(42|HY00|22)/.test(state)) throw new SourceTrouble("table-wrong");
    if (/^HYT/.test(state)) throw new SourceTrouble("timed-out");
    throw new SourceTrouble(/^IM00/.test(state) ? "no-software" : "unreachable");
  } finally {
    clearTimeout(timer);
  }
}
