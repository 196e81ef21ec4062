import assert from "node:assert/strict";
import { test } from "node:test";
import { BURST, GIVE_UP_MS, mayLeaveAt, triedAgainAt, WINDOW_MS } from "./pace.ts";

const at = (minute: number) => new Date(minute * 60_000);

test("six messages leave at once, and the next when the first of them is ten minutes old", () => {
  const recent = Array.from({ length: BURST }, (_, n) => at(100 + BURST - n));
  assert.deepEqual(mayLeaveAt(recent.slice(1), at(107)), at(107));
  assert.deepEqual(mayLeaveAt(recent, at(107)), new Date(at(101).getTime() + WINDOW_MS));
  assert.deepEqual(mayLeaveAt(recent, at(200)), at(200));
});

test("what is tried again waits longer each time, as long as it is asked to, and not beyond a day", () => {
  const again = (attempts: number, waitMs: number | null = null, now = at(0)) =>
    triedAgainAt({ attempts, firstTriedAt: at(0), now, waitMs, chance: 0 })?.getTime() ?? null;
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempts) => again(attempts) ?? 0);
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.deepEqual([waits[0], waits.at(-1)], [30_000, 1_200_000]);
  assert.equal(again(1, 600_000), 600_000);
  assert.equal(again(9, null, new Date(GIVE_UP_MS - 1_200_000)), GIVE_UP_MS);
  assert.equal(again(9, null, new Date(GIVE_UP_MS - 1_100_000)), null);
});
