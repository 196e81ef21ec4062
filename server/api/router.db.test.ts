import assert from "node:assert/strict";
import { test } from "node:test";
import { runMatrix, tryRandomIds } from "#bench/tenants/matrix.ts";
import { makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";

test("every procedure answers by right and reach, and none is without a fixture", async (t) => {
  const world = await makeWorld(await openTestDatabase(t));
  try {
    const { findings, without, controlNoticed, procedures } = await runMatrix(world);
    assert.ok(procedures > 30 && controlNoticed);
    assert.deepEqual({ findings, without }, { findings: [], without: [] });
    assert.deepEqual(await tryRandomIds(world, 100), { calls: 100, answered: 0 });
  } finally {
    await world.close();
  }
});
