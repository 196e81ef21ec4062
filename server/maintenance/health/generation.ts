import { escrowState, generationStatus } from "../../keyring/index.ts";
import type { HealthCheck } from "./site.ts";

/** Whether the keys are made anew in time, and whether the sheet in the safe is of the present root key. */
export const generation: HealthCheck = {
  id: "generation",
  async ask({ installation }) {
    if (installation === null) return { state: "bad", sentence: "health.generation.late", figures: {} };
    const { nextAt, hoursLate, running, generations } = await generationStatus(installation.keyring);
    const last = generations.find((one) => one.endedAt !== null)?.endedAt;
    const figures = {
      nextAt: nextAt.toISOString(),
      hoursLate,
      running: running === null ? 0 : 1,
      ...(last ? { lastAt: last.toISOString() } : {}),
    };
    if (hoursLate > 0) return { state: "bad", sentence: "health.generation.late", figures };
    const { sheet } = await escrowState(installation.keyring);
    if (sheet === "old") return { state: "warn", sentence: "health.generation.sheet", figures };
    return { state: "ok", sentence: "health.generation.ok", figures };
  },
};
