import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, numbersOf, pairsOf } from "./number-list.ts";

const listOf = (values: readonly (number | bigint)[]) => Buffer.from(values.join());

test("a list gives back every number that a column can hold, and none for nothing", () => {
  const values = [0, 1, -1, 12, 2_147_483_647, -2_147_483_648];
  assert.deepEqual([...numbersOf(listOf(values))], values);
  for (const nothing of [null, Buffer.alloc(0)]) assert.deepEqual([countOf(nothing), ...numbersOf(nothing)], [0]);
  assert.deepEqual([...numbersOf(listOf([7]))], [7]);
});

test("two numbers in one come apart exactly, also where no number of JavaScript holds them together", () => {
  const edges = [0, 1, -1, 59, 600, 86_400, 2_097_151, 2_097_152, 2_147_483_647, -2_147_483_648];
  const lows = [0, 1, 524_287, 2_147_483_647];
  const both = edges.flatMap((high) => lows.map((low) => ({ high, low })));
  const packed = listOf(both.map(({ high, low }) => (BigInt(high) << 32n) + BigInt(low)));
  const { high, low } = pairsOf(packed, both.length, 32);
  assert.deepEqual(
    both.map((_, i) => ({ high: high[i], low: low[i] })),
    both,
  );
});
