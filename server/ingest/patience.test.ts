import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "./patience.ts";

test("a delivery that fails is tried again later and later, and at once after a success", () => {
  let now = 1_000_000;
  const patience = new Patience(() => now);
  const pauses: number[] = [];
  for (let i = 0; i < 9; i++) {
    patience.report("a", false);
    const failedAt = now;
    while (!patience.isDue("a")) now += 100;
    pauses.push(now - failedAt);
  }
  assert.deepEqual(pauses.slice(0, 3), [500, 1000, 2000]);
  assert.equal(pauses.at(-1), 30_000);
  assert.ok(patience.isDue("b"));
  patience.report("a", false);
  patience.report("a", true);
  assert.ok(patience.isDue("a"));
});

test("a clock that is set back does not keep a delivery waiting", () => {
  let now = 1_000_000;
  const patience = new Patience(() => now);
  patience.report("a", false);
  now = 0;
  assert.ok(patience.isDue("a"));
});
