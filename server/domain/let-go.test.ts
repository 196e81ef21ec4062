import assert from "node:assert/strict";
import { test } from "node:test";
import { letGo } from "./let-go.ts";

test("a large buffer of its own is empty once it is let go, and one that shares its memory stays whole", () => {
  const own = Buffer.alloc(100_000, 1);
  letGo(own);
  assert.equal(own.length, 0);
  const shared = Buffer.alloc(100_000, 1);
  for (const part of [shared.subarray(0, 50_000), shared.subarray(1), Buffer.from("small")]) {
    const { length } = part;
    letGo(part);
    assert.deepEqual([part.length, part.every((byte) => byte !== 0)], [length, true]);
  }
  assert.equal(shared.length, 100_000);
});
