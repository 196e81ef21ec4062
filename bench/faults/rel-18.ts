import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openOwnClusters } from "#db/testing/own-clusters.ts";
import type { Fault, Figure } from "../figure.ts";
import { openKeyStage } from "../keys/key-stage.ts";
import { GENERATION_POINTS, killGenerations } from "../keys/kill-generations.ts";

/** Root key and company keys are changed by processes that die on the way, while others search. */
export const fault: Fault = {
  id: "REL-18",
  claim: "a generation of keys killed at every point, under reads: no value is unreadable at any moment or afterwards",
  async run({ full }): Promise<Figure[]> {
    const db: TestDatabase = full ? await openOwnClusters({ throwaway: true }) : await openTestDatabase();
    const count = full ? 1_000_000 : 20_000;
    const stage = await openKeyStage(db, [1, 2], count / 2);
    try {
      const verdict = await killGenerations(db, stage, 1);
      return [
        {
          id: "REL-18",
          value: verdict.unreadable,
          unit: `values unreadable of ${verdict.of} and of ${verdict.readsMeanwhile} searches meanwhile`,
          must: `0, with a kill at each of ${GENERATION_POINTS.length} points`,
          ok:
            verdict.unreadable === 0 &&
            verdict.missed.length === 0 &&
            verdict.kills === GENERATION_POINTS.length &&
            verdict.readsMeanwhile > 20 &&
            verdict.generations >= 2 &&
            verdict.ledgerWhole &&
            verdict.filesLeft === 0 &&
            verdict.noticed,
          detail: { ...verdict, points: [...GENERATION_POINTS], notClaimed: "kill -9 is not power loss" },
        },
      ];
    } finally {
      await stage.installation.close();
      await db.close();
    }
  },
};
