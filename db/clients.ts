import postgres from "postgres";
import type { ClusterHome } from "./cluster-home.ts";
import { AppError } from "#server/domain/app-error.ts";
import { closedConnections } from "./closed-connections.ts";
import { outliveLostConnections } from "./lost-connections.ts";

export type Cluster = "data" | "keyring";
export type DbRole = "owner" | "web" | "ingest" | "keeper" | "report" | "collect" | "jobs";
export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

export interface ConnectOptions {
  /** Connections at most; a pool opens them when they are needed. */
  readonly max?: number;
  /** What `pg_stat_activity` shows, e.g. "worker". */
  readonly name?: string;
  /** Milliseconds a statement may run; 0 = no limit. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds it may wait for a lock, and a transaction for its next statement. */
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionMs?: number;
  /** Seconds to connect in. */
  readonly connectSeconds?: number;
}

/**
 * A pool for one role in one cluster. Values of type `date` come as 'YYYY-MM-DD', `timestamptz` as Date, `int8` as number
 * where that is exact and as bigint beyond, `uuid` as text, `bytea` as Buffer.
 */
export function connect(home: ClusterHome, cluster: Cluster, role: DbRole, options: ConnectOptions = {}): Sql {
  const address = home.addresses[cluster];
  const password = home.passwords[cluster][role];
  if (password === undefined) {
    throw new AppError(
      "unavailable",
      `secrets/roles.json holds no password of gallra_${role} for the ${cluster} cluster. Put the file back from its copy.`,
    );
  }
  outliveLostConnections();
  const usual = clientOptions(options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS[role], options.name ?? role);
  const { connection } = usual;
  return postgres({
    ...usual,
    connect_timeout: options.connectSeconds ?? usual.connect_timeout,
    connection: {
      ...connection,
      lock_timeout: options.lockTimeoutMs ?? connection.lock_timeout,
      idle_in_transaction_session_timeout:
        options.idleInTransactionMs ?? connection.idle_in_transaction_session_timeout,
      ...(address.host.startsWith("/") ? {} : OVER_A_NETWORK),
    },
    keep_alive: 10,
    host: address.host,
    port: address.port,
    database: address.database,
    ssl: address.tls ? { rejectUnauthorized: address.tls === "verify" } : false,
    username: roleName(role),
    password,
    max: options.max ?? 8,
  });
}

/** The server lets go of a client that is not there any more, and of its locks, within seconds instead of hours. */
const OVER_A_NETWORK = {
  tcp_keepalives_idle: 5,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 8_000,
};

export const ALL_ROLES: readonly DbRole[] = ["owner", "web", "ingest", "keeper", "report", "collect", "jobs"];

export function roleName(role: DbRole): string {
  return `gallra_${role}`;
}

const STATEMENT_TIMEOUT_MS: Readonly<Record<DbRole, number>> = {
  owner: 0,
  web: 30_000,
  ingest: 120_000,
  keeper: 600_000,
  report: 60_000,
  collect: 30_000,
  jobs: 60_000,
};

/** What every connection of ours has, whoever opens it: the types, the time-outs and silence about notices. */
export function clientOptions(statementTimeoutMs: number, name: string) {
  return {
    connect_timeout: 10,
    onnotice: () => undefined,
    onclose: () => void closedConnections.n++,
    types: {
      day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
      instant: { to: 1184, from: [1114, 1184], serialize: readInstant, parse: (text: string) => new Date(text) },
      int8: { to: 20, from: [20], serialize: (value: number | bigint) => value.toString(), parse: readInt8 },
    },
    connection: {
      application_name: `gallra ${name}`,
      TimeZone: "UTC",
      statement_timeout: statementTimeoutMs,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      // Searches ask hundreds of partitions: planning them anew would cost more than asking.
      plan_cache_mode: "force_generic_plan",
    },
  } satisfies postgres.Options<Record<string, postgres.PostgresType>>;
}

function readInstant(value: Date | string): string {
  return value instanceof Date ? value.toISOString() : value;
}

function readInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
