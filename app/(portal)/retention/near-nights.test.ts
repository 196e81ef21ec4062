import assert from "node:assert/strict";
import { test } from "node:test";
import { lastNightOf, tonightOf } from "./near-nights.ts";

const nights = [
  { day: "2026-10-24", values: 7 },
  { day: "2026-11-01", values: 1 },
];

test("tonight is the midnight with which tomorrow begins, and no night further on", () => {
  assert.deepEqual(tonightOf(nights, "2026-10-31"), { day: "2026-11-01", values: 1 });
  assert.deepEqual(tonightOf(nights, "2026-10-23"), { day: "2026-10-24", values: 7 });
  assert.equal(tonightOf(nights, "2026-10-24"), undefined);
  assert.equal(tonightOf([], "2026-10-24"), undefined);
});

test("last night is the midnight with which today began, and no night before it", () => {
  assert.deepEqual(lastNightOf(nights, "2026-11-01"), { day: "2026-11-01", values: 1 });
  assert.equal(lastNightOf(nights, "2026-11-02"), undefined);
  assert.equal(lastNightOf([], "2026-11-01"), undefined);
});
