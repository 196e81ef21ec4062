import { Gauge } from "prom-client";
import type { Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { type GuardFigures, watchAll } from "../../watch/guard/watch-all.ts";
import { metrics } from "./metrics.ts";

const FRESH_MS = 30_000;
const MOST_MS = 20_000;

/** How many guards hear nothing, and of how many sources frames are missing. Told by the portal too: the worker may stand still. */
export function watchGuards(installation: Installation): void {
  const registers = [metrics().registry];
  let known: GuardFigures | null = null;
  let at = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  const judge = async () => {
    try {
      known = await watchAll(installation, { mostMs: MOST_MS });
      at = performance.now();
    } catch (error) {
      known = null;
      installation.log.warn("guard.not-judged", errorFields(error));
    } finally {
      running = null;
    }
  };
  const read = async () => {
    if (performance.now() - at > FRESH_MS) running ??= judge();
    await running;
    return known;
  };
  const gauge = (name: string, help: string, pick: (figures: GuardFigures) => number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const figures = await read();
        this.set(figures === null ? Number.NaN : pick(figures));
      },
    });
  gauge(
    "gallra_guards_silent",
    "Sources and companies that have been silent for longer than their guard allows",
    (one) => one.silent,
  );
  gauge("gallra_frames_missing", "Sources with frames of which nothing became anything", (one) => one.missing);
}
