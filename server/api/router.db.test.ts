import assert from "node:assert/strict";
import { test } from "node:test";
import { runMatrix, tryRandomIds } from "#bench/tenants/matrix.ts";
import { ACTORS, makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";

// `npm run faults` (REL-10) lets everybody reach for every company; here one person of each reach does, at every procedure.
test("every procedure answers by right and reach, and none is without a fixture", async (t) => {
  const world = await makeWorld(await openTestDatabase(t));
  try {
    const { findings, without, controlNoticed, procedures, calls } = await runMatrix(world, "each-reach");
    assert.ok(procedures > 30 && controlNoticed);
    // Each at home by everybody, at another reseller's company and at a closed one by three reaches or more.
    assert.ok(calls >= procedures * (ACTORS.length + 2 * 3), `${calls} calls of ${procedures} procedures`);
    t.diagnostic(`${calls} calls of ${procedures} procedures`);
    assert.deepEqual({ findings, without }, { findings: [], without: [] });
    assert.deepEqual(await tryRandomIds(world, 100), { calls: 100, answered: 0 });
  } finally {
    await world.close();
  }
});
