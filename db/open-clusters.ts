import postgres from "postgres";
import { type Cluster, clientOptions, type Sql } from "./clients.ts";
import { type ClusterAddress, type ClusterHome, type RolePasswords, writeAddresses } from "./cluster-home.ts";
import { ADMIN } from "./embedded/cluster.ts";
import { markMade, openEmbedded } from "./embedded/open-embedded.ts";
import type { ClusterSettings } from "./embedded/settings.ts";
import { readClusterUrl } from "./cluster-url.ts";
import { ensureRoles, grantDatabase, prepareSchemas, quoted, rolePasswords } from "./roles.ts";
import { AppError } from "#server/domain/app-error.ts";

export interface ClusterSource {
  readonly home: string;
  /** A URL of a role that may create roles, for a cluster that somebody else runs. Absent = the embedded one. */
  readonly databaseUrl?: string;
  readonly keyringUrl?: string;
}

export interface OpenClusters {
  readonly clusterHome: ClusterHome;
  /** Stops the embedded clusters; those of a URL are left alone. */
  stop(): Promise<void>;
}

/** Starts or reaches both clusters, and makes their databases and roles. Migration comes after. Throws AppError. */
export async function openClusters(source: ClusterSource, settings: ClusterSettings = {}): Promise<OpenClusters> {
  const opened = await Promise.allSettled([
    openCluster(source.home, "data", source.databaseUrl, settings),
    openCluster(source.home, "keyring", source.keyringUrl, settings),
  ]);
  const stop = async () => {
    await Promise.all(opened.map((one) => (one.status === "fulfilled" ? one.value.stop() : undefined)));
  };
  try {
    const [data, keyring] = opened.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
    if (data === undefined || keyring === undefined) throw new Error("both clusters were asked for");
    const passwords = rolePasswords(source.home);
    // Both to their end, so that nothing goes on in one cluster after the other was refused.
    const prepared = await Promise.allSettled([
      prepare(data, "data", passwords),
      prepare(keyring, "keyring", passwords),
    ]);
    for (const one of prepared) if (one.status === "rejected") throw one.reason;
    if (source.databaseUrl === undefined) markMade(source.home, "data");
    if (source.keyringUrl === undefined) markMade(source.home, "keyring");
    const addresses = { data: data.address, keyring: keyring.address };
    writeAddresses(source.home, addresses);
    return { clusterHome: { home: source.home, addresses, passwords }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Opened {
  readonly address: ClusterAddress;
  readonly admin: { readonly user: string; readonly password: string };
  readonly embedded: boolean;
  stop(): Promise<void>;
}

async function openCluster(
  home: string,
  cluster: Cluster,
  url: string | undefined,
  settings: ClusterSettings,
): Promise<Opened> {
  if (url !== undefined) {
    const { address, user, password } = readClusterUrl(cluster, url);
    return { address, admin: { user, password }, embedded: false, stop: async () => undefined };
  }
  const embedded = await openEmbedded(home, cluster, settings);
  return {
    address: embedded.address,
    admin: { user: ADMIN, password: embedded.adminPassword },
    embedded: true,
    stop: embedded.stop,
  };
}

async function prepare(opened: Opened, cluster: Cluster, passwords: RolePasswords): Promise<void> {
  if (opened.embedded) {
    const maintenance = adminClient(opened, "postgres");
    try {
      await createDatabase(maintenance, opened.address.database);
    } finally {
      await maintenance.end();
    }
  }
  const admin = adminClient(opened, opened.address.database);
  try {
    await checkServer(admin, cluster);
    await ensureRoles(admin, cluster, passwords);
    await grantDatabase(admin, opened.address.database);
    await prepareSchemas(admin, cluster);
  } catch (error) {
    throw explain(error, cluster, opened.address);
  } finally {
    await admin.end();
  }
}

/** Makes a database unless it exists. A template is copied as files: five times faster than through the log. */
export async function createDatabase(admin: Sql, database: string, template?: string): Promise<void> {
  const [known] = await admin`select 1 from pg_database where datname = ${database}`;
  if (known !== undefined) return;
  const from = template === undefined ? "" : ` template ${quoted(template)} strategy file_copy`;
  await admin.unsafe(`create database ${quoted(database)}${from}`);
}

export function adminClient(opened: Pick<Opened, "address" | "admin">, database: string): Sql {
  return postgres({
    ...clientOptions(0, "admin"),
    host: opened.address.host,
    port: opened.address.port,
    ssl: opened.address.tls ? { rejectUnauthorized: opened.address.tls === "verify" } : false,
    database,
    username: opened.admin.user,
    password: opened.admin.password,
    max: 1,
  });
}

const OLDEST_SERVER = 160_000;

async function checkServer(admin: Sql, cluster: Cluster): Promise<void> {
  const [row] = await patiently(() => admin`select current_setting('server_version_num')::int as version`);
  const version = Number(row?.["version"]);
  if (version >= OLDEST_SERVER) return;
  throw new AppError(
    "unavailable",
    `The ${cluster} database runs PostgreSQL ${Math.floor(version / 10_000)}; Gallra needs 16 or newer. Upgrade it, or leave ${urlName(cluster)} away to use the embedded one.`,
  );
}

/** A server that refuses may close before its reason is read, and one that starts says so: both answer a moment later. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (
        attempt === 5 ||
        !/^(EPIPE|ECONNRESET|CONNECTION_CLOSED|57P03)$/.test(String((error as { code?: unknown }).code))
      )
        throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 200));
    }
  }
}

function explain(error: unknown, cluster: Cluster, address: ClusterAddress): unknown {
  if (error instanceof AppError) return error;
  const code = (error as { code?: string }).code ?? "";
  const where = `the ${cluster} database at ${address.host}:${address.port} (${urlName(cluster)})`;
  const known = REASONS[code];
  if (known === undefined) return error;
  return new AppError("unavailable", `${known.what(where)} ${known.advice}`, { cause: error, retry: true });
}

const UNREACHABLE = {
  what: (where: string) => `Cannot reach ${where}.`,
  advice: "Check the address, that the server runs, and that this machine may connect to it.",
};

const REASONS: Readonly<Record<string, { what(where: string): string; advice: string }>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ENOENT: UNREACHABLE,
  CONNECT_TIMEOUT: UNREACHABLE,
  CONNECTION_CLOSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EPIPE: UNREACHABLE,
  "28P01": { what: (where) => `${where} refuses the password.`, advice: "Correct user and password in the URL." },
  "28000": {
    what: (where) => `${where} refuses this user.`,
    advice: "Correct the user in the URL, or allow it in pg_hba.conf.",
  },
  "3D000": { what: (where) => `${where} has no such database.`, advice: "Create the database named in the URL." },
  "42501": {
    what: (where) => `The user of ${where} may not create roles.`,
    advice: "Use a role with CREATEROLE that owns the database.",
  },
  "53100": { what: (where) => `The disk of ${where} is full.`, advice: "Free some space and start again." },
};

function urlName(cluster: Cluster): string {
  return cluster === "data" ? "DATABASE_URL" : "KEYRING_URL";
}
