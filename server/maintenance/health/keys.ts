import { keysAhead } from "../../keyring/index.ts";
import type { HealthCheck } from "./site.ts";

const DAY_MS = 86_400_000;
const FEW_DAYS = 3;

export const keys: HealthCheck = {
  id: "keys",
  async ask({ installation, now }) {
    if (installation === null) return { state: "bad", sentence: "health.keys.closed", figures: {} };
    const { inboxUntil, slicesUntil, slicesAlive } = await keysAhead(installation.keyring);
    const today = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
    const daysTo = (day: string | null) =>
      day === null ? null : Math.round((Date.parse(`${day}T00:00:00Z`) - today) / DAY_MS);
    const inboxDays = daysTo(inboxUntil);
    const figures = { inboxDaysAhead: inboxDays, sliceDaysAhead: daysTo(slicesUntil), slicesAlive };
    if (inboxDays === null || inboxDays < 0) return { state: "bad", sentence: "health.keys.none", figures };
    if (inboxDays < FEW_DAYS) return { state: "warn", sentence: "health.keys.few", figures };
    return { state: "ok", sentence: "health.keys.ok", figures };
  },
};
