import type { ClusterHome } from "#db/cluster-home.ts";
import { connect } from "#db/clients.ts";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";
import { metrics } from "#server/maintenance/metrics/metrics.ts";
import { serveMetrics } from "#server/maintenance/metrics/serve-metrics.ts";
import { keepPresence } from "#server/maintenance/presence.ts";

/** The supervisor among the processes that are shown: its presence, and its own figures with the ports of the others. */
export function showSupervisor(home: ClusterHome, env: Env, log: Log): { end(): Promise<void> } {
  const sql = connect(home, "data", "web", { max: 1, name: "supervisor" });
  const presence = keepPresence(sql, "supervisor", env, log);
  const port = env.metricsPort;
  const server = serveMetrics(port, log, async () => {
    const ports = ["web", "worker", "collector"].map(
      (name, i) => `# ${name}: http://127.0.0.1:${Number(port) + 1 + i}/metrics`,
    );
    return `${ports.join("\n")}\n${await metrics().registry.metrics()}`;
  });
  return {
    end: async () => {
      server?.close();
      await presence.end();
      await sql.end({ timeout: 1 });
    },
  };
}
