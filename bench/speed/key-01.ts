import { setTimeout as wait } from "node:timers/promises";
import type { Bench, Figure } from "#bench/figure.ts";
import { round } from "#bench/figure.ts";
import { generationStatus, runGeneration } from "#server/keyring/index.ts";
import { openClusters } from "../clusters.ts";
import { openKeyStage } from "../keys/key-stage.ts";
import { startReader } from "../keys/reader.ts";

/** A generation of one large company, by another process's connections, while one searches; against making the same subjects. */
export const bench: Bench = {
  id: "KEY-01",
  async run({ quick }): Promise<Figure[]> {
    const count = quick ? 3_000 : 1_000_000;
    const db = await openClusters();
    const start = performance.now();
    const stage = await openKeyStage(db, [1], count);
    const made = count / ((performance.now() - start) / 1000);
    const own = await stage.reopen();
    try {
      const calm = startReader(stage);
      await wait(quick ? 300 : 10_000);
      const before = await calm.stop();
      const busy = startReader(stage);
      const began = performance.now();
      const done = await runGeneration(own.keyring, "generation");
      const seconds = (performance.now() - began) / 1000;
      const during = await busy.stop();
      const [last] = (await generationStatus(own.keyring)).generations;
      const rate = done.subjects / seconds;
      return [
        {
          id: "KEY-01",
          value: round(rate / made),
          unit: "subjects re-sealed a second, over subjects made a second",
          must: ">= 0.5",
          ok: rate / made >= 0.5 && during.unreadable === 0,
          detail: {
            subjects: done.subjects,
            seconds: round(seconds, 1),
            perSecond: Math.round(rate),
            madePerSecond: Math.round(made),
            unreadable: during.unreadable,
            searches: during.reads,
            longestSearchMs: Math.round(during.longestMs),
            longestSearchBeforeMs: Math.round(before.longestMs),
            writersWaitedMs: last?.longestSwitchMs ?? null,
          },
        },
      ];
    } finally {
      await own.close();
      await stage.installation.close();
      await db.close();
    }
  },
};
