import type { Cluster } from "#db/clients.ts";
import { keepRunning } from "#db/embedded/keep-running.ts";
import type { Env } from "#server/env.ts";
import { errorFields, type Log } from "#server/log.ts";

/** Embedded clusters that end by themselves are started again; those of a URL are somebody else's. */
export function watchClusters(env: Env, log: Log): { end(): Promise<void> } {
  const clusters = (["data", "keyring"] as const satisfies readonly Cluster[]).filter(
    (cluster) => (cluster === "data" ? env.databaseUrl : env.keyringUrl) === undefined,
  );
  if (clusters.length === 0) return { end: async () => undefined };
  return keepRunning(env.home, {
    clusters,
    tell(event, cluster, error) {
      const fields = { cluster, ...(error === undefined ? {} : errorFields(error)) };
      if (event === "cluster.started") log.info(event, fields);
      else log.error(event, fields);
    },
  });
}
