import { openTestDatabase } from "#db/testing/database.ts";
import type { Fault, Figure } from "../figure.ts";
import { runMatrix, tryRandomIds } from "../tenants/matrix.ts";
import { makeWorld } from "../tenants/world.ts";

const RANDOM_IDS = { quick: 500, full: 20_000 };

/** The tenant matrix, generated from the router: a procedure that nobody wrote a fixture for fails it. */
export const fault: Fault = {
  id: "REL-10",
  claim: "no procedure and no route answers a person about a company outside their right and reach",
  async run({ full }): Promise<Figure[]> {
    const database = await openTestDatabase();
    try {
      const world = await makeWorld(database);
      try {
        const report = await runMatrix(world);
        const random = await tryRandomIds(world, full ? RANDOM_IDS.full : RANDOM_IDS.quick);
        const { findings, without, ...counts } = report;
        const wrong = findings.length + without.length + random.answered;
        return [
          {
            id: "REL-10",
            value: wrong,
            unit: "wrong answers",
            must: "0, and the control noticed",
            ok: wrong === 0 && counts.controlNoticed && counts.procedures > 0 && random.calls > 0,
            detail: { ...counts, randomIds: random.calls, randomAnswered: random.answered, without, findings },
          },
        ];
      } finally {
        await world.close();
      }
    } finally {
      await database.close();
    }
  },
};
