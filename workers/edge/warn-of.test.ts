import assert from "node:assert/strict";
import { test } from "node:test";
import type { EdgeContext } from "./edge-context.ts";
import { warnOf } from "./warn-of.ts";

test("an edge that fills up says so once an hour, and at once that it is full", async () => {
  const said: string[] = [];
  const say = (event: string) => void said.push(event);
  let share = 0.5;
  const ctx = {
    log: { warn: say, error: say },
    fill: { share: async () => share, waiting: async () => ({ segments: 1, bytes: 1, oldest: null }) },
    orders: { keysUntil: "2026-07-15" },
    clock: { now: () => new Date("2026-07-01T12:00:00Z") },
  } as unknown as EdgeContext;
  const warn = warnOf(ctx);
  for (const now of [0.5, 0.88, 0.9, 1, 1.1]) {
    share = now;
    await warn(false);
  }
  assert.deepEqual(said, ["edge.fills-up", "edge.full"]);
});
