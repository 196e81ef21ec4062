import type { HealthCheck } from "./site.ts";

/** Backups come in a later release; until then this says so, and does not count as a fault. */
export const backups: HealthCheck = {
  id: "backups",
  ask: async () => ({ state: "warn", sentence: "health.backups.none", figures: {} }),
};
