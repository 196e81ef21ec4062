import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, DbRole } from "./clients.ts";
import { writeSecret } from "./secret-file.ts";
import { AppError } from "#server/domain/app-error.ts";

/** Where a cluster listens. `host` is a folder for a Unix socket, else a name or an address. */
export interface ClusterAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** "require" encrypts without checking the name, "verify" checks it against the machine's authorities. */
  readonly tls: false | "require" | "verify";
}

export type ClusterAddresses = Readonly<Record<Cluster, ClusterAddress>>;
export type RolePasswords = Readonly<Record<Cluster, Readonly<Partial<Record<DbRole, string>>>>>;

/** What a process needs to open its doors: both addresses and the passwords of the roles. */
export interface ClusterHome {
  readonly home: string;
  readonly addresses: ClusterAddresses;
  readonly passwords: RolePasswords;
}

/** Reads `secrets/clusters.json` and `secrets/roles.json`, which the supervisor wrote. Throws AppError "unavailable". */
export function readClusterHome(home: string): ClusterHome {
  const addresses = readJson<ClusterAddresses>(addressesFile(home));
  if (addresses === null) {
    throw new AppError(
      "unavailable",
      `Gallra has not been started in ${home} yet: run npm start, or name another home with GALLRA_HOME.`,
    );
  }
  const passwords = readJson<RolePasswords>(rolesFile(home));
  if (passwords === null) throw lostSecret(rolesFile(home));
  return { home, addresses, passwords };
}

export function writeAddresses(home: string, addresses: ClusterAddresses): void {
  const text = `${JSON.stringify(addresses, null, 2)}\n`;
  const file = addressesFile(home);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeSecret(file, text);
}

export function addressesFile(home: string): string {
  return join(home, "secrets", "clusters.json");
}

export function rolesFile(home: string): string {
  return join(home, "secrets", "roles.json");
}

/** A file without which the databases cannot be opened; made anew it would only lock the data in. */
export function lostSecret(file: string): AppError {
  return new AppError(
    "unavailable",
    `The file ${file} is missing, and the databases were made with it. Put it back from your copy of the secrets; it is never made anew.`,
  );
}

export function readJson<T>(file: string): T | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The file ${file} cannot be read. Put it back from your copy, with mode 0600 and the owner that runs Gallra.`,
      { cause },
    );
  }
}
