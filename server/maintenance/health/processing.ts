import { watchAll } from "../../watch/guard/watch-all.ts";
import type { HealthCheck } from "./site.ts";

/** A check answers within ten seconds: of many companies it says how far it came. */
const MOST_MS = 6_000;

/** That every frame was accounted for, and that no guard waits in vain. */
export const processing: HealthCheck = {
  id: "processing",
  async ask({ installation }) {
    if (installation === null) return { state: "bad", sentence: "health.processing.unasked", figures: {} };
    const figures = { ...(await watchAll(installation, { mostMs: MOST_MS })) };
    if (figures.missing > 0) return { state: "bad", sentence: "health.processing.missing", figures };
    // Whose line is silent is for the company to say: the installation itself may be well.
    if (figures.silent > 0) return { state: "warn", sentence: "health.processing.silent", figures };
    if (figures.failed > 0) return { state: "warn", sentence: "health.processing.unjudged", figures };
    return { state: "ok", sentence: "health.processing.ok", figures };
  },
};
