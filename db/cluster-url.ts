import type { Cluster } from "./clients.ts";
import type { ClusterAddress } from "./cluster-home.ts";
import { AppError } from "#server/domain/app-error.ts";

export interface ClusterUrl {
  readonly address: ClusterAddress;
  readonly user: string;
  readonly password: string;
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=verify-full`. `sslmode` may be disable, require or
 * verify-full; without it a connection to another machine is encrypted. The text of the URL never reaches a message.
 */
export function readClusterUrl(cluster: Cluster, text: string): ClusterUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  const database = url?.pathname.slice(1) ?? "";
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || database === "" || url.username === "") {
    const name = cluster === "data" ? "DATABASE_URL" : "KEYRING_URL";
    throw new AppError("bad-input", `${name} must read postgres://user:password@host:port/database.`);
  }
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
  return {
    address: {
      host,
      port: url.port === "" ? 5432 : Number(url.port),
      database: decodeURIComponent(database),
      tls: readTls(url.searchParams.get("sslmode"), host),
    },
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

function readTls(mode: string | null, host: string): ClusterAddress["tls"] {
  if (mode === "verify-full" || mode === "verify-ca") return "verify";
  if (mode === "require") return "require";
  if (mode === "disable") return false;
  return host.startsWith("/") || host === "localhost" || host === "127.0.0.1" || host === "::1" ? false : "require";
}
