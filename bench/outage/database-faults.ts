import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import type { Cluster } from "#db/clients.ts";
import { startCluster, stopCluster } from "#db/embedded/cluster.ts";
import { dataFolder, openPlace } from "#db/embedded/place.ts";
import { runningPostmaster } from "#db/embedded/postmaster.ts";
import { adminOf } from "#db/testing/admin.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";

/** What was seen of a fault besides its consequences. `lasting`: it stood long enough for somebody to be told. */
export interface Happened {
  readonly happened: boolean;
  readonly lasting: boolean;
}

const NOTHING = async (): Promise<void> => undefined;

export async function restart(
  clusters: OwnClusters,
  cluster: Cluster,
  _during: () => Promise<void> = NOTHING,
): Promise<Happened> {
  const place = openPlace(clusters.home);
  const before = runningPostmaster(dataFolder(place, cluster));
  await stopCluster(place, cluster);
  await startCluster(place, cluster);
  const after = runningPostmaster(dataFolder(place, cluster));
  return { happened: before !== null && after !== null && before !== after, lasting: false };
}

/** pg_terminate_backend of everybody's: in the midst of whatever they do. */
export async function breakOff(clusters: OwnClusters, cluster: Cluster): Promise<Happened> {
  const admin = adminOf(clusters.home, cluster);
  try {
    return { happened: (await terminate(admin)) > 0, lasting: false };
  } finally {
    await admin.end({ timeout: 2 });
  }
}

/** How long nobody gets a connection; and the longest until it has come to that. */
const EXHAUSTED_MS = 4_000;
const LONGEST_MS = 180_000;
const AT_ONCE = 10;

/** Every connection that the cluster gives is taken by somebody else, and those of the product are broken off. */
export async function exhaust(clusters: OwnClusters, cluster: Cluster, during: () => Promise<void>): Promise<Happened> {
  const admin = adminOf(clusters.home, cluster);
  const takers: postgres.Sql[] = [];
  const { host, port, database } = clusters.clusterHome.addresses[cluster];
  const password = clusters.clusterHome.passwords[cluster].web ?? "";
  const options = { host, port, database, username: "gallra_web", password, max: 1, connect_timeout: 5 };
  /** False when it was refused, since there was none left. */
  const take = async (): Promise<boolean> => {
    const taker = postgres(options);
    takers.push(taker);
    return await taker`select 1`.then(
      () => true,
      (error: { code?: string }) => error.code !== "53300",
    );
  };
  let refused = 0;
  try {
    await admin`select 1`;
    let fullAt = Number.POSITIVE_INFINITY;
    const begun = performance.now();
    const isOver = () => refused > AT_ONCE && performance.now() >= fullAt + EXHAUSTED_MS;
    while (!isOver() && performance.now() < begun + LONGEST_MS) {
      // As soon as one is free it is taken, for as long as the fault stands.
      const taken = await Promise.all(Array.from({ length: AT_ONCE }, take));
      refused += taken.filter((one) => !one).length;
      if (refused === 0) continue;
      if (fullAt === Number.POSITIVE_INFINITY) fullAt = performance.now();
      await terminate(admin, "gallra %");
    }
    await during();
    // Whoever kept a connection or won the race for one still works: that everybody is told cannot be asked for.
    return { happened: refused > AT_ONCE, lasting: false };
  } finally {
    await Promise.all(takers.map((taker) => taker.end({ timeout: 0 }).catch(NOTHING)));
    await admin.end({ timeout: 2 });
  }
}

export async function outage(
  clusters: OwnClusters,
  cluster: Cluster,
  seconds: number,
  during: () => Promise<void>,
): Promise<Happened> {
  const place = openPlace(clusters.home);
  await stopCluster(place, cluster, "immediate");
  const end = performance.now() + seconds * 1_000;
  await wait(Math.min(8_000, (seconds * 1_000) / 2));
  await during();
  await wait(Math.max(0, end - performance.now()));
  const wasAway = runningPostmaster(dataFolder(place, cluster)) === null;
  await startCluster(place, cluster);
  return { happened: wasAway, lasting: true };
}

async function terminate(admin: postgres.Sql, names = "%"): Promise<number> {
  const rows = await admin`select pg_terminate_backend(pid) as done from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend' and application_name like ${names}`;
  return rows.filter((row) => row["done"] === true).length;
}
