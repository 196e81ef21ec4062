import assert from "node:assert/strict";
import { test } from "node:test";
import { lastPage, partOf, turnOn } from "./pages.ts";

test("a page that has emptied shows the last one that is left", () => {
  assert.deepEqual(partOf(2, 50, 120), { from: 100, to: 120 });
  assert.deepEqual(partOf(2, 50, 100), { from: 50, to: 100 });
  assert.deepEqual(partOf(1, 50, 0), { from: 0, to: 0 });
  assert.deepEqual([lastPage(50, 0), lastPage(50, 50), lastPage(50, 51)], [0, 0, 1]);
});

test("a page is turned once, however often it is pressed while it comes", () => {
  const at = new Date("2026-06-15T10:00:00Z");
  const first = turnOn([], { at, id: "a" });
  assert.deepEqual(first, [{ at, id: "a" }]);
  assert.equal(turnOn(first, { at: new Date(at), id: "a" }), first);
  assert.equal(turnOn(first, null), first);
  assert.equal(turnOn(first, { at, id: "b" }).length, 2);
});
