import { Gauge } from "prom-client";
import { door, type Installation } from "../../context.ts";
import { keyringStatus } from "../../keyring/index.ts";
import { jobFigures } from "../../store/jobs.ts";
import { poolUse } from "../../store/pool-use.ts";
import { inboxState } from "../health/inbox-state.ts";
import { metrics } from "./metrics.ts";

/** Figures that are asked for when somebody reads them: the inbox, the queue, the last sweep. For the worker. */
export function watchWorker(installation: Installation, inboxDir: string): void {
  const registers = [metrics().registry];
  const gauge = (name: string, help: string, ask: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await ask().catch(() => Number.NaN));
      },
    });
  gauge("gallra_inbox_segments", "Segments that wait to be stored", async () => (await inboxState(inboxDir)).segments);
  gauge("gallra_inbox_bytes", "Bytes that wait to be stored", async () => (await inboxState(inboxDir)).bytes);
  gauge("gallra_inbox_damaged", "Segments that were set aside", async () => (await inboxState(inboxDir)).damaged);
  gauge("gallra_inbox_oldest_seconds", "Age of the oldest segment that waits; 0 when none does", async () => {
    const { oldestAt } = await inboxState(inboxDir);
    return oldestAt === null ? 0 : (installation.clock().getTime() - oldestAt.getTime()) / 1000;
  });
  gauge("gallra_last_sweep_seconds", "Seconds since the last sweep; NaN before the first", async () => {
    const { lastSweepAt } = await keyringStatus(installation.keyring);
    return lastSweepAt === null ? Number.NaN : (installation.clock().getTime() - lastSweepAt.getTime()) / 1000;
  });
  watchJobs(installation);
  watchPool(installation, "worker");
}

function watchJobs(installation: Installation): void {
  new Gauge({
    name: "gallra_jobs",
    help: "Jobs in the queue, by state",
    labelNames: ["job", "state"],
    registers: [metrics().registry],
    async collect() {
      for (const one of (await jobFigures(door(installation, "keeper")).catch(() => null)) ?? []) {
        for (const state of ["waiting", "active", "completed", "failed", "cancelled"] as const)
          this.set({ job: one.name, state }, one[state]);
      }
    },
  });
}

/** Connections of this process's pool to the data cluster, as the server sees them. */
export function watchPool(installation: Pick<Installation, "sql">, name: string): void {
  new Gauge({
    name: "gallra_pool_connections",
    help: "Connections to the data cluster, by what they do",
    labelNames: ["state"],
    registers: [metrics().registry],
    async collect() {
      const use = await poolUse(door(installation, "web"), name).catch(() => ({
        active: Number.NaN,
        idle: Number.NaN,
      }));
      this.set({ state: "active" }, use.active);
      this.set({ state: "idle" }, use.idle);
    },
  });
}
