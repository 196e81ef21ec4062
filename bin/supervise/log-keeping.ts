import { join } from "node:path";
import { errorFields, type Log } from "#server/log.ts";
import { carryPostgresLog } from "#server/maintenance/logs/carry-lines.ts";
import { sweepLogs } from "#server/maintenance/logs/sweep-logs.ts";
import type { Env } from "#server/env.ts";
import { logOf } from "./child-log.ts";

const CARRY_MS = 10_000;
const SWEEP_MS = 3_600_000;

/**
 * Keeps the logs of this machine: at once, every hour and soon after a day's end what is over goes and what is done is
 * packed; what the embedded clusters write into folders of their own is taken over every ten seconds.
 */
export function keepLogs(env: Env, log: Log): { end(): Promise<void> } {
  const embedded = (["data", "keyring"] as const).filter(
    (cluster) => (cluster === "data" ? env.databaseUrl : env.keyringUrl) === undefined,
  );
  const carry = async () => {
    for (const cluster of embedded) {
      const service = `postgres-${cluster}`;
      const folder = join(env.home, "clusters", cluster, "log");
      await carryPostgresLog(env.home, service, folder, logOf(env.home, service), new Date());
    }
  };
  let sweptAt = 0;
  let day = "";
  const look = async () => {
    await carry();
    const now = new Date();
    const today = now.toISOString().slice(0, 10);
    if (today === day && now.getTime() - sweptAt < SWEEP_MS && now.getTime() >= sweptAt) return;
    [day, sweptAt] = [today, now.getTime()];
    const { removed, packed, failed } = await sweepLogs(env.home, now);
    if (removed + packed + failed > 0) log.info("log.swept", { removed, packed, failed });
  };
  const safely = () => look().catch((error: unknown) => log.warn("log.not-kept", errorFields(error)));
  let running = safely();
  const timer = setInterval(() => {
    running = running.then(safely);
  }, CARRY_MS);
  return {
    end: async () => {
      clearInterval(timer);
      await running;
      await carry().catch(() => undefined);
    },
  };
}
