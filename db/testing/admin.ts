import { join } from "node:path";
import type { Cluster, Sql } from "../clients.ts";
import { readClusterHome, readJson } from "../cluster-home.ts";
import { ADMIN } from "../embedded/cluster.ts";
import { adminClient } from "../open-clusters.ts";

/** The superuser of an embedded cluster, in its maintenance database. Tests only; the caller ends the client. */
export function adminOf(home: string, cluster: Cluster, database = "postgres"): Sql {
  const address = readClusterHome(home).addresses[cluster];
  return adminClient({ address, admin: { user: ADMIN, password: adminPassword(home, cluster) } }, database);
}

export function adminPassword(home: string, cluster: Cluster): string {
  const secret = readJson<{ password: string }>(join(home, "secrets", `admin-${cluster}.json`));
  if (secret === null) throw new Error("this home has no embedded cluster");
  return secret.password;
}
