import { join } from "node:path";
import { inboxState } from "./inbox-state.ts";
import type { HealthCheck } from "./site.ts";

const SLOW_MS = 10 * 60_000;
const OLD_MS = 24 * 3_600_000;

export const inbox: HealthCheck = {
  id: "inbox",
  async ask({ home, now }) {
    const { segments, bytes, damaged, oldestAt } = await inboxState(join(home, "inbox"));
    const age = oldestAt === null ? 0 : now.getTime() - oldestAt.getTime();
    const figures = { segments, bytes, damaged, oldestMinutes: Math.max(0, Math.round(age / 60_000)) };
    if (age > OLD_MS) return { state: "bad", sentence: "health.inbox.old", figures };
    if (age > SLOW_MS) return { state: "warn", sentence: "health.inbox.slow", figures };
    if (damaged > 0) return { state: "warn", sentence: "health.inbox.damaged", figures };
    return { state: "ok", sentence: "health.inbox.ok", figures };
  },
};
