import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { watchLapses } from "./lapses.ts";

const SOURCE = 3;

test("a holder that takes its source again had lost it; the next collector's first taking is none, however late it is seen", async () => {
  let held = { fencing: 1, holder: "a" as string | null };
  const lapses = watchLapses({ holdings: async () => new Map([[SOURCE, held]]) });
  for (const next of [
    { fencing: 2, holder: "b" },
    { fencing: 3, holder: "c" },
  ]) {
    await wait(450);
    held = next;
  }
  await wait(450);
  assert.equal(lapses.of(SOURCE, []).length, 0);
  held = { fencing: 3, holder: null };
  await wait(450);
  const before = Date.now();
  held = { fencing: 4, holder: "c" };
  await wait(450);
  await lapses.stop();
  const [lapse, ...more] = lapses.of(SOURCE, []);
  assert.deepEqual(more, []);
  assert.ok(lapse && lapse.at < before && lapse.backAt > before, "what was under way then is excused");
  assert.equal(lapses.of(SOURCE, [Date.now() + 60_000]).length, 2, "and what a transfer session tells");
});
