import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../clients.ts";
import { type ClusterAddress, lostSecret, readJson, rolesFile } from "../cluster-home.ts";
import { freshPassword } from "../roles.ts";
import { writeSecret } from "../secret-file.ts";
import { makeCluster, PORTS, startCluster, stopCluster } from "./cluster.ts";
import { dataFolder, openPlace, type Place } from "./place.ts";
import type { ClusterSettings } from "./settings.ts";
import { AppError } from "#server/domain/app-error.ts";

export interface EmbeddedCluster {
  readonly address: ClusterAddress;
  readonly adminPassword: string;
  stop(): Promise<void>;
}

/**
 * Starts an embedded cluster of a home, making it on the first start. A cluster that existed is never made anew, and a
 * cluster without its password is an error: both would look like an empty product to whoever starts it.
 */
export async function openEmbedded(
  home: string,
  cluster: Cluster,
  options: ClusterSettings = {},
): Promise<EmbeddedCluster> {
  const place = openPlace(home);
  const password = await ensureMade(home, place, cluster, options);
  await startCluster(place, cluster, options);
  return {
    address: { host: place.sockets, port: PORTS[cluster], database: `gallra_${cluster}`, tls: false },
    adminPassword: password,
    stop: () => stopCluster(place, cluster),
  };
}

interface AdminSecret {
  readonly password: string;
  /** Whether the cluster was finished: from then on a missing folder is a loss. */
  readonly made: boolean;
}

async function ensureMade(home: string, place: Place, cluster: Cluster, options: ClusterSettings): Promise<string> {
  const file = join(home, "secrets", `admin-${cluster}.json`);
  const secret = readJson<AdminSecret>(file);
  const exists = existsSync(dataFolder(place, cluster));
  if (exists && secret === null) throw lostSecret(file);
  if (exists && secret?.made === true && !existsSync(rolesFile(home))) throw lostSecret(rolesFile(home));
  if (!exists && secret?.made === true) {
    throw new AppError(
      "unavailable",
      `The ${cluster} database of this home should be in ${dataFolder(place, cluster)}, and it is gone. Restore it from a backup, or start with another, empty GALLRA_HOME.`,
    );
  }
  const password = secret?.password ?? freshPassword();
  if (secret === null) writeSecret(file, JSON.stringify({ password, made: false } satisfies AdminSecret));
  if (!exists) await makeCluster(place, cluster, password, options);
  return password;
}

/** Called when the roles exist: what was made is from now on missed when it is gone. */
export function markMade(home: string, cluster: Cluster): void {
  const file = join(home, "secrets", `admin-${cluster}.json`);
  const secret = readJson<AdminSecret>(file);
  if (secret !== null && !secret.made)
    writeSecret(file, JSON.stringify({ ...secret, made: true } satisfies AdminSecret));
}
