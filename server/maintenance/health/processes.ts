import { door } from "../../context.ts";
import { listProcesses } from "../../store/processes.ts";
import { PRESENCE_MS } from "../presence.ts";
import type { HealthCheck } from "./site.ts";

const NEEDED = ["web", "worker", "collector"] as const;
/** Three times it did not say that it is there. */
const MISSING_MS = 3 * PRESENCE_MS;

export const processes: HealthCheck = {
  id: "processes",
  async ask({ installation, now, release }) {
    if (installation === null) return { state: "bad", sentence: "health.processes.missing", figures: {} };
    const alive = (await listProcesses(door(installation, "web"))).filter(
      (one) => now.getTime() - one.seenAt.getTime() < MISSING_MS,
    );
    const count = (name: string) => alive.filter((one) => one.name === name).length;
    const figures = { web: count("web"), worker: count("worker"), collector: count("collector") };
    // The portal that shows this may not have told of itself yet.
    if (NEEDED.some((name) => name !== "web" && count(name) === 0))
      return { state: "bad", sentence: "health.processes.missing", figures };
    if (alive.some((one) => one.release !== release))
      return { state: "warn", sentence: "health.processes.releases", figures };
    return { state: "ok", sentence: "health.processes.ok", figures };
  },
};
