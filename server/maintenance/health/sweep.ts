import { keyringStatus } from "../../keyring/index.ts";
import type { HealthCheck } from "./site.ts";

const LATE_MS = 3_600_000;
const OVERDUE_MS = 24 * 3_600_000;

export const sweep: HealthCheck = {
  id: "sweep",
  async ask({ installation, now }) {
    if (installation === null) return { state: "bad", sentence: "health.sweep.overdue", figures: {} };
    const { lastSweepAt, unscrubbed } = await keyringStatus(installation.keyring);
    if (lastSweepAt === null) return { state: "warn", sentence: "health.sweep.never", figures: { unscrubbed } };
    const age = now.getTime() - lastSweepAt.getTime();
    const figures = {
      lastAt: lastSweepAt.toISOString(),
      ageMinutes: Math.max(0, Math.round(age / 60_000)),
      unscrubbed,
    };
    if (age > OVERDUE_MS) return { state: "bad", sentence: "health.sweep.overdue", figures };
    if (age > LATE_MS) return { state: "warn", sentence: "health.sweep.late", figures };
    return { state: "ok", sentence: "health.sweep.ok", figures };
  },
};
