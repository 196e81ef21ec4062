import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "./order.ts";

test("names are filed as people of the language file them, not by the codes of their letters", () => {
  const names = ["Växel Malmö", "asterisk", "Örebro", "Zon 10", "zon 2"];
  assert.deepEqual(names.toSorted(orderOf("sv")), ["asterisk", "Växel Malmö", "zon 2", "Zon 10", "Örebro"]);
  assert.deepEqual(names.toSorted(orderOf("en")), ["asterisk", "Örebro", "Växel Malmö", "zon 2", "Zon 10"]);
});

test("what is no text is ordered by its size", () => {
  assert.deepEqual([10, 9, 100, -1].toSorted(orderOf("sv")), [-1, 9, 10, 100]);
  assert.deepEqual([true, false, null].toSorted(orderOf("en")).at(-1), true);
});
